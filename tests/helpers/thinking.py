"""Chat templates after the patterns of the families that think, and what a model of each writes.

What a text says is always `SAID`; what it thinks holds `SECRET`, which nothing may show.
"""

from __future__ import annotations

from dataclasses import dataclass

SECRET = "zebra"
SAID = "The notice period is three months."
_THOUGHT = f"The {SECRET} asks for a period.\nNot in your documents? No, it says three months."

_TURNS = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}{% endfor %}"
)
_HISTORY = (
    "{% for message in messages %}{% set content = message.content %}"
    "{% if message.role == 'assistant' and '</think>' in content %}"
    "{% set content = content.split('</think>')[-1].lstrip('\n') %}{% endif %}"
    "{{ '<|im_start|>' + message.role + '\n' + content + '<|im_end|>\n' }}{% endfor %}"
)

QWEN_3 = _HISTORY + (
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}"
    "{% if enable_thinking is defined and enable_thinking is false %}"
    "{{ '<think>\n\n</think>\n\n' }}{% endif %}{% endif %}"
)
R1_DISTILL = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'system' %}{{ message.content }}"
    "{% elif message.role == 'user' %}{{ '<｜User｜>' + message.content }}"
    "{% else %}{{ '<｜Assistant｜>' + message.content.split('</think>')[-1] + eos_token }}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<｜Assistant｜><think>\n' }}{% endif %}"
)
GPT_OSS = (
    "{% if reasoning_effort is not defined %}{% set reasoning_effort = 'medium' %}{% endif %}"
    "{{ '<|start|>system<|message|>Reasoning: ' + reasoning_effort }}"
    "{{ '\n\n# Valid channels: analysis, commentary, final.<|end|>' }}"
    "{% for message in messages %}"
    "{% if message.role == 'assistant' %}{{ '<|start|>assistant<|channel|>final<|message|>' }}"
    "{% elif message.role == 'system' %}{{ '<|start|>developer<|message|># Instructions\n\n' }}"
    "{% else %}{{ '<|start|>user<|message|>' }}{% endif %}{{ message.content + '<|end|>' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|start|>assistant' }}{% endif %}"
)
MINISTRAL = (
    "{% set default = 'First draft your thinking process.[THINK]Your thoughts[/THINK]' %}"
    "{{ bos_token }}{% if messages[0].role != 'system' %}"
    "{{ '[SYSTEM_PROMPT]' + default + '[/SYSTEM_PROMPT]' }}{% endif %}{% for message in messages %}"
    "{% if message.role == 'system' %}{{ '[SYSTEM_PROMPT]' + message.content + '[/SYSTEM_PROMPT]' }}"
    "{% elif message.role == 'user' %}{{ '[INST]' + message.content + '[/INST]' }}"
    "{% else %}{{ message.content + eos_token }}{% endif %}{% endfor %}"
)
GRANITE = (
    "{% if messages[0].role == 'system' %}{% set said = messages[0].content %}"
    "{% set rest = messages[1:] %}"
    "{% else %}{% set said = 'You are Granite.' %}{% set rest = messages %}{% endif %}"
    "{% if thinking %}{% set said = said + ' Write the thoughts between <think></think> and the response"
    " between <response></response> for each user query.' %}{% endif %}"
    "{{ '<|start_of_role|>system<|end_of_role|>' + said + '<|end_of_text|>\n' }}"
    "{% for message in rest %}"
    "{{ '<|start_of_role|>' + message.role + '<|end_of_role|>' + message.content + '<|end_of_text|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|start_of_role|>assistant<|end_of_role|>' }}{% endif %}"
)
GRANITE_SPOKEN = GRANITE.replace(
    "between <think></think> and the response", "after Here is my thought process: and the response"
).replace("between <response></response>", "after Here is my response:")
APRIEL = (
    "{% set asked = 'Present your reasoning step by step, then the final solution in the following format:"
    " [BEGIN FINAL RESPONSE] ... [END FINAL RESPONSE].' %}{% for message in messages %}"
    "{{ '<|' + message.role + '|>\n' + (asked if message.role == 'system' else '') + message.content }}"
    "{{ '\n<|end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\nHere are my reasoning steps:\n' }}{% endif %}"
)
SEED = (
    "{% set begin, end = '<seed:think>', '</seed:think>' %}"
    "{% if thinking_budget is not defined %}{% set thinking_budget = -1 %}{% endif %}"
    "{% for message in messages %}{{ '<seed:bos>' + message.role + '\n' + message.content + '<seed:eos>' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<seed:bos>assistant\n' }}"
    "{% if thinking_budget == 0 %}{{ begin + '<seed:cot_budget_reflect>' }}{% endif %}{% endif %}"
)
NEMOTRON = (
    "{% set ns = namespace(on=true) %}{% for message in messages %}"
    "{% if '/no_think' in message.content %}{% set ns.on = false %}{% endif %}{% endfor %}"
    "{% for message in messages %}"
    "{{ '<SPECIAL_11>' + message.role + '\n' + message.content.replace('/no_think', '').strip() + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<SPECIAL_11>Assistant\n' }}"
    "{% if ns.on %}{{ '<think>\n\n' }}{% else %}{{ '<think></think>' }}{% endif %}{% endif %}"
)
GEMMA_4 = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<|turn>' + message.role + '\n' }}"
    "{% if loop.first and enable_thinking | default(false) %}{{ '<|think|>' }}{% endif %}"
    "{{ message.content.split('<channel|>')[-1] + '<turn|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|turn>model\n' }}"
    "{% if not enable_thinking | default(false) %}{{ '<|channel>thought\n<channel|>' }}{% endif %}{% endif %}"
)
PLAIN = _TURNS + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model writes after the prompt of its template; `written` says `said` beside its thoughts."""

    template: str
    written: str
    said: str = SAID
    prompt_end: str | None = None  # None: what the template gives


SHAPES: dict[str, Shape] = {
    "a block before the answer": Shape(QWEN_3, f"<think>\n{_THOUGHT}\n</think>\n\n{SAID}", prompt_end=""),
    "a block the prompt opened": Shape(R1_DISTILL, f"{_THOUGHT}\n</think>\n\n{SAID}"),
    "an empty block": Shape(QWEN_3, f"<think>\n\n</think>\n\n{SAID}", prompt_end=""),
    "a block that never ends": Shape(QWEN_3, f"<think>\n{_THOUGHT}", "", prompt_end=""),
    "thoughts and no answer": Shape(R1_DISTILL, f"{_THOUGHT}\n</think>\n\n", ""),
    "only the end of a block": Shape(QWEN_3, f"{_THOUGHT}\n</think>\n\n{SAID}", prompt_end=""),
    "two blocks": Shape(QWEN_3, f"<think>{_THOUGHT}</think>\n<think>{SECRET}</think>\n{SAID}", prompt_end=""),
    "a block between lines": Shape(
        QWEN_3, f"{SAID}\n<think>{SECRET}</think>\nIt begins in May.", f"{SAID}\n\nIt begins in May.", ""
    ),
    "channels": Shape(
        GPT_OSS,
        f"<|channel|>analysis<|message|>{_THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>{SAID}",
    ),
    "more channels": Shape(
        GPT_OSS,
        f"<|channel|>analysis<|message|>{_THOUGHT}<|end|>"
        "<|start|>assistant to=functions.x<|channel|>commentary"
        f" json<|message|>{SECRET}<|end|><|start|>assistant<|channel|>final<|message|>{SAID}<|end|>",
    ),
    "a channel that never ends": Shape(GPT_OSS, f"<|channel|>analysis<|message|>{_THOUGHT}", ""),
    "no channels": Shape(GPT_OSS, SAID),
    "marks in square brackets": Shape(MINISTRAL, f"[THINK]{_THOUGHT}[/THINK]{SAID}"),
    "marks around the answer": Shape(GRANITE, f"<think>{_THOUGHT}</think>\n\n<response>{SAID}</response>"),
    "marks that are sentences": Shape(
        GRANITE_SPOKEN, f"Here is my thought process:\n{_THOUGHT}\n\nHere is my response: {SAID}"
    ),
    "steps and a final response": Shape(
        APRIEL, f"{_THOUGHT}\n[BEGIN FINAL RESPONSE]\n{SAID}\n[END FINAL RESPONSE]", SAID + "\n"
    ),
    "steps announced": Shape(
        APRIEL,
        f"Here are my reasoning steps:\n{_THOUGHT}\n[BEGIN FINAL RESPONSE]\n{SAID}",
        prompt_end="<|assistant|>\n",
    ),
    "marks with a prefix": Shape(SEED, f"<seed:think>{_THOUGHT}</seed:think>{SAID}", prompt_end=""),
    "a budget of none": Shape(
        SEED, f"The budget is 0, {SECRET}.</seed:cot_budget_reflect>\n</seed:think>{SAID}"
    ),
    "a channel of thoughts": Shape(GEMMA_4, f"<|channel>thought\n{_THOUGHT}<channel|>{SAID}", prompt_end=""),
    "a template that says nothing": Shape(PLAIN, f"<think>{_THOUGHT}</think>\n{SAID}"),
    "no thoughts": Shape(PLAIN, f" {SAID}", f" {SAID}"),
    "a mark that is quoted": Shape(
        QWEN_3, "The tag <think> opens a block.", "The tag <think> opens a block.", ""
    ),
    "less than": Shape(QWEN_3, "<", "<", ""),
}
