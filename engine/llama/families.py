"""How families of models are spoken to, for files that bring no chat template, or none that can be used.

A family is known by its control tokens: a vocabulary that holds them as such was trained on them. Else by the
architecture and the name. What is left is spoken to in plain words, which every model has read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.formats.gguf import GgufHeader


@dataclass(frozen=True, slots=True)
class Family:
    """`stops` are texts that end an answer, where no token does."""

    name: str
    marks: tuple[str, ...]
    template: str
    names: str = ""  # a regular expression for architectures and names of models
    stops: tuple[str, ...] = ()


def _turns(begin: str, end: str, answers: str, *, assistant: str = "assistant") -> str:
    """A template of turns that each begin with a role; `begin` holds "ROLE"."""
    before, after = begin.split("ROLE")
    role = f"('{assistant}' if message['role'] == 'assistant' else message['role'])"
    return (
        "{{ bos_token }}{% for message in messages %}"
        f"{{{{ '{before}' + {role} + '{after}' + message['content'] + '{end}' }}}}"
        f"{{% endfor %}}{{% if add_generation_prompt %}}{{{{ '{answers}' }}}}{{% endif %}}"
    )


_REFUSES_SYSTEM = (
    "{% for message in messages %}{% if message['role'] == 'system' %}"
    "{{ raise_exception('no such role') }}{% endif %}{% endfor %}"
)
CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
_INSTRUCTED = _REFUSES_SYSTEM + (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ '[INST] ' + message['content'] + ' [/INST]' }}{% else %}"
    "{{ ' ' + message['content'] + eos_token }}{% endif %}{% endfor %}"
)
_DEEPSEEK = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ '<｜User｜>' + message['content'] }}{% elif message['role'] == 'assistant' %}"
    "{{ '<｜Assistant｜>' + message['content'] + eos_token }}{% else %}{{ message['content'] + '\n\n' }}"
    "{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<｜Assistant｜>' }}{% endif %}"
)
_COMMAND = (
    "{{ bos_token }}{% for message in messages %}"
    "{% set role = {'user': 'USER', 'assistant': 'CHATBOT', 'system': 'SYSTEM'}[message['role']] %}"
    "{{ '<|START_OF_TURN_TOKEN|><|' + role + '_TOKEN|>' + message['content'] + '<|END_OF_TURN_TOKEN|>' }}"
    "{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{% endif %}"
)
_HARMONY = (
    "{% for message in messages %}"
    "{% set role = 'developer' if message['role'] == 'system' else message['role'] %}"
    "{{ '<|start|>' + role + ('<|channel|>final' if role == 'assistant' else '') + '<|message|>'"
    " + message['content'] + '<|end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start|>assistant' }}{% endif %}"
)
_PLAIN = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}"
    "{{ 'Question: ' + message['content'] + '\n\n' }}{% elif message['role'] == 'assistant' %}"
    "{{ 'Answer: ' + message['content'] + '\n\n' }}{% else %}{{ message['content'] + '\n\n' }}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}{{ 'Answer:' }}{% endif %}"
)

PLAIN = Family("plain", (), _PLAIN, stops=("\nQuestion:", "\nAnswer:"))
# The first whose marks are all there; so what has more of them stands before what has fewer.
FAMILIES = (
    Family("gpt-oss", ("<|start|>", "<|channel|>", "<|message|>"), _HARMONY),
    Family(
        "phi-4",
        ("<|im_start|>", "<|im_sep|>", "<|im_end|>"),
        _turns("<|im_start|>ROLE<|im_sep|>", "<|im_end|>", "<|im_start|>assistant<|im_sep|>"),
    ),
    Family("chatml", ("<|im_start|>", "<|im_end|>"), CHATML),
    Family(
        "llama-3",
        ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
        _turns(
            "<|start_header_id|>ROLE<|end_header_id|>\\n\\n",
            "<|eot_id|>",
            "<|start_header_id|>assistant<|end_header_id|>\\n\\n",
        ),
    ),
    Family(
        "gemma",
        ("<start_of_turn>", "<end_of_turn>"),
        _REFUSES_SYSTEM
        + _turns("<start_of_turn>ROLE\\n", "<end_of_turn>\\n", "<start_of_turn>model\\n", assistant="model"),
    ),
    Family(
        "granite",
        ("<|start_of_role|>", "<|end_of_role|>"),
        _turns(
            "<|start_of_role|>ROLE<|end_of_role|>",
            "<|end_of_text|>\\n",
            "<|start_of_role|>assistant<|end_of_role|>",
        ),
    ),
    Family("command-r", ("<|START_OF_TURN_TOKEN|>", "<|END_OF_TURN_TOKEN|>"), _COMMAND),
    Family("deepseek", ("<｜User｜>", "<｜Assistant｜>"), _DEEPSEEK),
    Family(
        "phi-3",
        ("<|user|>", "<|assistant|>", "<|end|>"),
        _turns("<|ROLE|>\\n", "<|end|>\\n", "<|assistant|>\\n"),
        names=r"^phi3\b",
    ),
    Family("zephyr", ("<|user|>", "<|assistant|>"), _turns("<|ROLE|>\\n", "\\n", "<|assistant|>\\n")),
    Family("mistral", ("[INST]", "[/INST]"), _INSTRUCTED, names=r"\bm[ia]xtral|\bmistral|llama[- _]?2.*chat"),
)
# What names tell of a model that was taught to answer; without a template and without any of these it
# was most likely only taught to go on with texts.
_TAUGHT = re.compile(
    r"instruct|chat|\bit\b|\bsft\b|\bdpo\b|rlhf|assistant|vicuna|alpaca|zephyr|hermes|wizard|guanaco|orca",
    re.IGNORECASE,
)


def family_of(header: GgufHeader, file: str, is_control: Callable[[str], bool]) -> Family:
    """How to speak to a model; `is_control` says whether a text is one control token of its vocabulary."""
    known = next((one for one in FAMILIES if one.marks and all(map(is_control, one.marks))), None)
    if known is not None:
        return known
    told = f"{header.architecture} {header.name} {file}".lower()
    return next((one for one in FAMILIES if one.names and re.search(one.names, told)), PLAIN)


def is_base(header: GgufHeader, file: str) -> bool:
    """Whether a model was most likely never taught to answer: no template, and nothing in its names."""
    names = (header.name, str(header.values.get("general.finetune", "")), file)
    told = re.sub(r"[-_.]", " ", " ".join(names))
    return header.chat_template is None and not _TAUGHT.search(told)
