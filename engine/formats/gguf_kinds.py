"""What a GGUF file is: of all that is published in this format, only some are language models.

Told by what the file says of itself, never by its name, and before any native code sees it. What no header
tells, such as an architecture that this llama.cpp does not know, `engine.llama.knowing` asks llama.cpp.

Keys: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, and gguf-py's constants for what programs
write besides.
"""

from __future__ import annotations

from enum import StrEnum

from engine.formats.gguf import GgufHeader


class GgufKind(StrEnum):
    """Every kind but `MODEL` has words of its own under its value, as why it cannot answer."""

    MODEL = "model"  # a language model that goes on with a text
    PROJECTOR = "projector"  # shows pictures to a language model
    HEARS = "hears"  # an audio encoder or projector
    ADAPTER = "adapter"  # LoRA
    STEERING = "steering"  # control vectors
    VOCABULARY = "vocabulary"  # a vocabulary without weights
    EMBEDDING = "embedding"
    RERANKER = "reranker"
    TRANSLATING = "translating"  # encoder and decoder, as T5
    DIFFUSION = "diffusion"  # a language model that fills in a whole text at once
    DRAWING = "drawing"  # makes pictures
    TRANSCRIBING = "transcribing"  # speech to text, as Whisper
    SPEAKING = "speaking"  # text or codes to speech
    MEASURES = "measures"  # what quantising programs note
    NO_LANGUAGE = "no-language"  # weights without a vocabulary
    UNKNOWN = "unknown"  # an architecture that this llama.cpp does not know


_PER_TYPE = {
    "adapter": GgufKind.ADAPTER,
    "imatrix": GgufKind.MEASURES,
    "control_vector": GgufKind.STEERING,
}
_RANK = 4  # llama_pooling_type: a score, not a vector
_DRAWING = (
    "flux",
    "sd1",
    "sd2",
    "sdxl",
    "sd3",
    "aura",
    "hidream",
    "cosmos",
    "ltxv",
    "hyvid",
    "wan",
    "lumina2",
)
# Parts of networks that turn noise into pictures: U-Nets and diffusion transformers.
_DRAWN_BY = (
    "double_blocks.",
    "single_blocks.",
    "joint_blocks.",
    "transformer_blocks.",
    "single_transformer_blocks.",
    "input_blocks.",
    "down_blocks.",
    "model.diffusion_model.",
)


def kind_of(header: GgufHeader) -> GgufKind:
    """What the file is, as far as its header tells. A part of a model after the first tells nothing."""
    values, architecture = header.values, header.architecture
    names = [tensor.name for tensor in header.tensors]
    told = _PER_TYPE.get(str(values.get("general.type", "")).lower())
    if told or "adapter.type" in values:
        return told or GgufKind.ADAPTER
    if architecture == "clip":
        hears = values.get("clip.has_audio_encoder") is True and not header.sees
        return GgufKind.HEARS if hears else GgufKind.PROJECTOR
    if architecture == "controlvector":
        return GgufKind.STEERING
    if architecture.startswith("whisper") or any(name.startswith("mel_filters") for name in names):
        return GgufKind.TRANSCRIBING
    if architecture == "wavtokenizer-dec":
        return GgufKind.SPEAKING
    if architecture in _DRAWING or any(name.startswith(_DRAWN_BY) for name in names):
        return GgufKind.DRAWING
    if not names and header.parts == 1:
        return GgufKind.VOCABULARY
    return _of_language(header, names)


def _of_language(header: GgufHeader, names: list[str]) -> GgufKind:
    values, architecture = header.values, header.architecture
    if any(name.startswith("enc.blk.") for name in names):
        translates = any(name.startswith("dec.blk.") for name in names)
        return GgufKind.TRANSLATING if translates else GgufKind.EMBEDDING
    pooling = header.whole("pooling_type")
    if pooling == _RANK or any(name.startswith("cls.") for name in names):
        return GgufKind.RERANKER
    if any(key.startswith("diffusion.") for key in values):
        return GgufKind.DIFFUSION
    if pooling or values.get(f"{architecture}.attention.causal") is False:
        return GgufKind.EMBEDDING
    if "tokenizer.ggml.model" not in values:
        return GgufKind.NO_LANGUAGE
    return GgufKind.MODEL
