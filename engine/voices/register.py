"""Which voices there are: a row each. Another voice is a factory of a handler as in `worker`, and a row here.

The one that comes along, of hibari-tts (Apache-2.0), speaks English. Piper's voices in other languages ask
for the phonemes of espeak-ng (GPL-3.0), which cannot come along; the voices of the system need a daemon, a
program or a network, and a sealed process has none of these.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoiceKind:
    """A voice, the languages (ISO 639-1) that it speaks, and what builds it in its process."""

    name: str
    languages: tuple[str, ...]
    target: str


VOICES = (VoiceKind("hibari-heart", ("en",), "engine.voices.worker:build_english"),)


def languages() -> tuple[str, ...]:
    """Those that some voice speaks."""
    return tuple(dict.fromkeys(code for voice in VOICES for code in voice.languages))


def voice_for(language: str) -> VoiceKind | None:
    """The first that speaks it; None where none does."""
    return next((voice for voice in VOICES if language in voice.languages), None)
