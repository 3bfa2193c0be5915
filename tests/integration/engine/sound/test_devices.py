"""Devices of sound, with the one that miniaudio makes of a clock: it takes and gives samples in real time,
as a loudspeaker and a microphone do, on machines that have neither.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from itertools import islice

import numpy as np
import pytest

from engine.cancel import CancelToken
from engine.errors import Cancelled, NoSoundDevice
from engine.sound.devices import LocalMicrophone, LocalSpeaker
from engine.speech import RATE
from engine.types import Sound

CLOCK = ("NULL",)


def _tone(seconds: float) -> Sound:
    times = np.arange(round(seconds * 24_000)) / 24_000
    return Sound(24_000, (0.1 * np.sin(2 * np.pi * 440 * times)).astype(np.float32))


def test_a_sound_is_played_to_its_end() -> None:
    begun = time.monotonic()
    LocalSpeaker(CLOCK).play(_tone(0.5), CancelToken())
    assert time.monotonic() - begun >= 0.5


def test_of_two_sounds_each_is_played() -> None:
    speaker, begun = LocalSpeaker(CLOCK), time.monotonic()
    speaker.play(_tone(0.2), CancelToken())
    speaker.play(_tone(0.2), CancelToken())
    assert time.monotonic() - begun >= 0.4


def test_who_stops_does_not_wait_for_the_end() -> None:
    cancel = CancelToken()
    threading.Timer(0.2, cancel.cancel).start()
    with pytest.raises(Cancelled):
        LocalSpeaker(CLOCK).play(_tone(60), cancel)


def test_nothing_is_played_after_a_stop() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        LocalSpeaker(CLOCK).play(_tone(0.1), cancel)


def test_what_is_heard_comes_in_blocks_until_it_is_enough() -> None:
    cancel = CancelToken()
    blocks = []
    for block in LocalMicrophone(CLOCK).listen(cancel):
        blocks.append(block)
        if len(blocks) == 4:
            cancel.cancel()
    assert 0.2 <= sum(block.size for block in blocks) / RATE < 3
    assert all(block.dtype == np.float32 for block in blocks)


def test_a_microphone_is_let_go_by_who_hears_no_more() -> None:
    listening = LocalMicrophone(CLOCK).listen(CancelToken())
    assert len(list(islice(listening, 1))) == 1
    listening.close()  # type: ignore[attr-defined]  # a generator
    assert len(list(islice(LocalMicrophone(CLOCK).listen(CancelToken()), 1))) == 1


def test_without_a_device_it_is_said_so() -> None:
    """With the systems of sound named that are surely not here."""
    elsewhere = ("WASAPI",) if sys.platform != "win32" else ("COREAUDIO",)
    with pytest.raises(NoSoundDevice) as told:
        LocalSpeaker(elsewhere).play(_tone(0.1), CancelToken())
    assert told.value.facts == {"kind": "speaker"}
    with pytest.raises(NoSoundDevice) as told:
        next(LocalMicrophone(elsewhere).listen(CancelToken()))
    assert told.value.facts == {"kind": "microphone"}


@pytest.mark.skipif(sys.platform != "linux", reason="a socket of PulseAudio")
def test_the_seal_of_the_window_leaves_the_socket_of_the_sound_server() -> None:
    """PulseAudio and PipeWire are spoken to through a socket of this machine."""
    script = (
        "import socket, tempfile, os\n"
        "from engine.workers.seal import seal\n"
        "seal()\n"
        "place = os.path.join(tempfile.mkdtemp(), 'native')\n"
        "server = socket.socket(socket.AF_UNIX); server.bind(place); server.listen()\n"
        "socket.socket(socket.AF_UNIX).connect(place)\n"
        "from engine.cancel import CancelToken\n"
        "from engine.sound.devices import LocalSpeaker\n"
        "from engine.types import Sound\n"
        "import numpy as np\n"
        "LocalSpeaker(('NULL',)).play(Sound(24000, np.zeros(2400, np.float32)), CancelToken())\n"
        "print('heard')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "heard", done.stderr
