"""Makes tiny-vision.gguf and mmproj-tiny-vision.gguf: a vision model of random weights, to test the path.

It is a Gemma 3 of two text layers and two SigLIP layers with a vocabulary trained on this repository's own
texts. What it writes means nothing. Needs torch, transformers, sentencepiece and gguf, and the source of
llama.cpp for its converter:

    python tests/data/vision/make_tiny_vision.py LLAMA_CPP_SOURCE

The weights depend on the seed alone; the vocabulary on what the texts say when it is trained.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import sentencepiece
import torch
from safetensors.torch import save_file
from transformers import Gemma3Config, Gemma3ForConditionalGeneration

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[2]
SEED = 7
WORDS = 2000
IMAGE_TOKENS = 16

# The places of Gemma's own control tokens; "<image_soft_token>" stands where a picture's vectors go.
CONTROL = ["<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>", "<image_soft_token>"]

TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else 'user') + '\n' }}"
    "{{ message['content'] | trim }}{{ '<end_of_turn>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"
)


def train_vocabulary(folder: Path) -> dict[str, int]:
    """Write tokenizer.model; returns the numbers of the control tokens."""
    texts = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "rag").rglob("*.py")])
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(path.read_text(encoding="utf-8") for path in texts), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(folder / "tokenizer"),
        vocab_size=WORDS,
        byte_fallback=True,
        pad_id=0,
        eos_id=1,
        bos_id=2,
        unk_id=3,
        control_symbols=CONTROL,
        add_dummy_prefix=False,
        num_threads=1,
        minloglevel=2,
    )
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
    return {name: vocabulary.piece_to_id(name) for name in CONTROL}


def save_model(folder: Path, control: dict[str, int]) -> None:
    """Write the model as the converter expects a checkpoint of Gemma 3."""
    torch.manual_seed(SEED)
    config = Gemma3Config(
        text_config={
            "vocab_size": WORDS,
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 32,
            "max_position_embeddings": 2048,
            "sliding_window": 512,
            "pad_token_id": 0,
            "eos_token_id": 1,
            "bos_token_id": 2,
        },
        vision_config={
            "hidden_size": 64,
            "intermediate_size": 128,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "image_size": 224,
            "patch_size": 14,
        },
        mm_tokens_per_image=IMAGE_TOKENS,
        boi_token_index=control["<start_of_image>"],
        eoi_token_index=control["<end_of_image>"],
        image_token_index=control["<image_soft_token>"],
        eos_token_id=[1, control["<end_of_turn>"]],
    )
    model = Gemma3ForConditionalGeneration(config)
    with torch.no_grad():  # as initialised, all weights are so small that every picture looks alike
        for name, weight in model.named_parameters():
            if weight.ndim > 1 or "projection" in name:
                weight.normal_(0.0, 0.1)
    config.architectures = ["Gemma3ForConditionalGeneration"]
    config.save_pretrained(folder)
    named = {
        _published_name(name): weight.contiguous()
        for name, weight in model.state_dict().items()
        if not name.startswith("lm_head.")  # the same weights as the embeddings
    }
    save_file(named, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "preprocessor_config.json").write_text(
        json.dumps(
            {
                "image_processor_type": "Gemma3ImageProcessor",
                "image_seq_length": IMAGE_TOKENS,
                "image_mean": [0.5, 0.5, 0.5],
                "image_std": [0.5, 0.5, 0.5],
                "size": {"height": 224, "width": 224},
            }
        )
    )
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "GemmaTokenizer", "chat_template": TEMPLATE})
    )


def _published_name(name: str) -> str:
    """The name in published checkpoints of Gemma 3, which the converter knows, for that of transformers 5."""
    name = name.removeprefix("model.")
    if name.startswith("vision_tower.") and not name.startswith("vision_tower.vision_model."):
        return name.replace("vision_tower.", "vision_tower.vision_model.", 1)
    return name.replace("language_model.", "language_model.model.", 1)


def main() -> None:
    converter = Path(sys.argv[1]) / "convert_hf_to_gguf.py"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "tiny-vision"
        folder.mkdir()
        save_model(folder, train_vocabulary(folder))
        for name, options in (("tiny-vision.gguf", []), ("mmproj-tiny-vision.gguf", ["--mmproj"])):
            subprocess.run(
                [
                    sys.executable,
                    str(converter),
                    str(folder),
                    "--outfile",
                    str(HERE / name),
                    "--outtype",
                    "f16",
                    *options,
                ],
                check=True,
            )


if __name__ == "__main__":
    main()
