"""What a list of one's own words is worth to dictation: names right without and with it, and words of it that
are heard where nobody said them.

python3 make.py bench spoken_words [MODEL-FOLDER …]

Needs espeak-ng, which speaks the sentences below. Each is dictated three times: with nothing told, with the
whole list, and with the list behind which the names of a library follow. Without folders the installed models
are measured.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from fakes.microphone import FakeMicrophone, Floats
from models import hearers

from app.dictating.dictation import Dictation
from app.dictating.word_list import fitting
from engine.cancel import CancelToken
from engine.speech.decoding import Recording
from engine.speech.hearer import HearerProcess

_WORD = re.compile(r"[\w']+")

_SAID = (
    ("Please send the amended contract to Mrs. Kowalczyk before Friday.", "Kowalczyk"),
    ("The hearing of Szymanski was moved to the second of May.", "Szymanski"),
    ("We act for Thyssengas in the matter of the pipeline.", "Thyssengas"),
    ("The invoice of Feinmechanik Hartmann has not been paid.", "Feinmechanik"),
    ("Doctor Nguyen wrote the second opinion about the roof.", "Nguyen"),
    ("The expert, Mister Oyelaran, will visit the site tomorrow.", "Oyelaran"),
    ("Ask Brzezinski whether the deed was signed by both of them.", "Brzezinski"),
    ("The landlord is Quintessa Holdings, not the bank.", "Quintessa"),
    ("Saoirse will take the minutes of the next meeting.", "Saoirse"),
    ("Our client Vattenfall wants to end the lease in June.", "Vattenfall"),
    ("The judge quoted the decision in Achterberg at length.", "Achterberg"),
    ("Forward the letter from Xanthopoulos to the other side.", "Xanthopoulos"),
    ("Caoimhe asked for a copy of the register of shareholders.", "Caoimhe"),
    ("The patent of Zymergen ends in three years.", "Zymergen"),
    ("Mister Featherstonehaugh refused to sign the settlement.", "Featherstonehaugh"),
)
_OTHERS = (
    "Please send the amended contract to the other party before Friday.",
    "The hearing was moved to the second of May.",
    "We act for the buyer in the matter of the warehouse.",
    "The invoice of the plumber has not been paid.",
    "The second opinion about the roof came yesterday.",
    "The expert will visit the site tomorrow morning.",
    "Ask whether the deed was signed by both of them.",
    "The landlord is a pension fund, not the bank.",
    "My secretary will take the minutes of the next meeting.",
    "Our client wants to end the lease in June.",
    "The judge quoted an earlier decision at length.",
    "Forward the letter from the tax office to the other side.",
    "She asked for a copy of the register of shareholders.",
    "The patent ends in three years.",
    "Mister Smith refused to sign the settlement.",
)
_LIBRARY = (
    "Lease Berlin", "Loan agreement", "Annual report", "Privacy policy", "Minutes of the meeting",
    "Hartmann Feinmechanik", "Articles of association", "Expert opinion", "Power of attorney",
    "Purchase agreement", "Letter to the insurer", "Register extract",
)  # fmt: skip


def _sound(sentence: str) -> Floats:
    said = subprocess.run(
        ["espeak-ng", "-v", "en-gb", "-s", "150", "--stdout", sentence], check=True, capture_output=True
    ).stdout
    return next(iter(Recording(said).pieces())).samples


def _dictated(hearer: HearerProcess, said: Floats, names: Sequence[str]) -> str:
    microphone, end = FakeMicrophone(said, speed=20), CancelToken()

    def stop() -> None:
        microphone.all_said.wait()
        end.cancel()

    threading.Thread(target=stop, daemon=True).start()
    *_, last = Dictation(hearer, microphone).take_down(end, CancelToken(), names=lambda: names)
    return last.text


def _lost(said: str, heard: str) -> int:
    """How many words of what was said were not heard so."""
    first, second = (_WORD.findall(one.lower()) for one in (said, heard))
    matched = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return len(first) - sum(one.size for one in matched)


def measure(folder: Path) -> None:
    hearer = HearerProcess(folder)
    hearer.start()
    own = tuple(name for _, name in _SAID)
    sounds = [(one, _sound(one)) for one in (*(said for said, _ in _SAID), *_OTHERS)]
    for told, names in (("nothing", ()), ("the list", own), ("the list and a library", (*own, *_LIBRARY))):
        heard = [(said, _dictated(hearer, sound, fitting(names))) for said, sound in sounds]
        named, others = heard[: len(own)], heard[len(own) :]
        right = sum(name in text for (_, text), name in zip(named, own, strict=True))
        false = sum(any(name in text and name not in said for name in own) for said, text in heard)
        stops = sum(text.endswith((".", "?", "!")) for _, text in heard)
        print(
            f"  told {told}: {right} of {len(own)} names right, a name that nobody said in {false} of"
            f" {len(heard)} sentences; lost {sum(_lost(*one) for one in named)} words where names are said,"
            f" {sum(_lost(*one) for one in others)} where none is; {stops} sentences have an end",
            flush=True,
        )
    hearer.close()


def main(arguments: Sequence[str]) -> int:
    for folder in hearers(arguments):
        print(folder.name, flush=True)
        measure(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
