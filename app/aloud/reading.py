"""Reads aloud: a voice makes the next sentences while one is heard. Sound is in memory alone."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence

from app.aloud.utterances import Utterance
from engine.cancel import CancelToken, next_of
from engine.errors import Cancelled, NoVoice
from engine.protocols import Speaker, Voice
from engine.sound.devices import LocalSpeaker
from engine.speech.part import check_part
from engine.types import Sound
from engine.voices.register import VoiceKind, voice_for
from engine.voices.speaking import VoiceProcess
from rag.language.languages import language_of

_AHEAD = 4  # sounds that are made before they are heard
_LOOK = 0.1  # seconds between looks whether somebody stopped

_Made = tuple[Utterance, Sound] | Exception | None


class ReadingAloud:
    """One text at a time is read; who asks for another stops the one before. `speaker`: where it is heard."""

    def __init__(
        self, speaker: Speaker | None = None, make: Callable[[VoiceKind], Voice] = VoiceProcess
    ) -> None:
        """`speaker`: None for that of this machine."""
        self.speaker: Speaker = speaker or LocalSpeaker()
        self._make = make
        self._voices: dict[str, Voice] = {}

    def read(self, texts: Sequence[Utterance], cancel: CancelToken) -> Iterator[Utterance]:
        """Yield each as it begins to be heard; the end is heard when there is no next.

        Raises `NoVoice` where no voice speaks their language, `NoSoundDevice`, `WorkerError`, `Cancelled`.
        """
        voice = self._voice_for(" ".join(one.said for one in texts))
        made: queue.Queue[_Made] = queue.Queue(_AHEAD)
        ended = CancelToken()
        withdraw = cancel.on_cancel(ended.cancel)
        maker = threading.Thread(
            target=self._fill, args=(voice, texts, made, ended), name="voice-ahead", daemon=True
        )
        maker.start()
        try:
            told: Utterance | None = None
            while (item := next_of(made, cancel)) is not None:
                if isinstance(item, Exception):
                    raise item
                utterance, sound = item
                if utterance is not told:
                    told = utterance
                    yield utterance
                self.speaker.play(sound, cancel)
        finally:
            withdraw()
            ended.cancel()
            maker.join()

    def close(self) -> None:
        """End the voices for good."""
        for voice in self._voices.values():
            voice.close()

    def _voice_for(self, text: str) -> Voice:
        language = language_of(text).code
        kind = voice_for(language)
        if kind is None:
            raise NoVoice(language=language)
        check_part()
        if kind.name not in self._voices:
            self._voices[kind.name] = self._make(kind)
        return self._voices[kind.name]

    @staticmethod
    def _fill(voice: Voice, texts: Sequence[Utterance], made: queue.Queue[_Made], ended: CancelToken) -> None:
        try:
            for one in texts:
                for sound in voice.speak(one.said, ended):
                    _put(made, (one, sound), ended)
            _put(made, None, ended)
        except Cancelled:
            return
        except Exception as fault:  # told by whoever reads, in its thread
            _put(made, fault, ended)


def _put(made: queue.Queue[_Made], item: _Made, ended: CancelToken) -> None:
    while not ended.cancelled:
        try:
            made.put(item, timeout=_LOOK)
        except queue.Full:
            continue
        return
