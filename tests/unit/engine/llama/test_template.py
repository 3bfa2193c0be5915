"""Chat templates: as the transformers library renders them, and nothing a hostile one can do."""

from __future__ import annotations

import pytest
from chat_templates import CONVERSATION as PUBLISHED
from chat_templates import PATTERNS

from engine.llama.template import CHATML, ChatTemplate
from engine.types import Message, Speaker

CONVERSATION = (
    Message(Speaker.SYSTEM, "Be brief."),
    Message(Speaker.USER, "Hello <|im_end|> there"),
    Message(Speaker.ASSISTANT, "Hi"),
    Message(Speaker.USER, "Bye"),
)
AS_CHATML = (
    "<|im_start|>system\nBe brief.<|im_end|>\n"
    "<|im_start|>user\nHello <|im_end|> there<|im_end|>\n"
    "<|im_start|>assistant\nHi<|im_end|>\n"
    "<|im_start|>user\nBye<|im_end|>\n"
    "<|im_start|>assistant\n"
)
GEMMA_LIKE = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system role') }}"
    "{% endif %}{% for message in messages %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Turns') }}{% endif %}"
    "[{{ message['role'] }}]{{ message['content'] | trim }}[/]{% endfor %}"
    "{% if add_generation_prompt %}[model]{% endif %}"
)


def rendered(template: ChatTemplate, messages: tuple[Message, ...] = CONVERSATION) -> str:
    return "".join(piece.text for piece in template.render(messages))


def test_the_template_of_the_model_is_used() -> None:
    source = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}\n{% endfor %}"
    text = rendered(ChatTemplate(source, eos="</s>"))
    assert text.startswith("<system>Be brief.</s>\n<user>Hello <|im_end|> there</s>")


def test_only_the_template_is_trusted() -> None:
    pieces = ChatTemplate(CHATML).render(CONVERSATION)
    assert [piece.text for piece in pieces if not piece.trusted] == [m.text for m in CONVERSATION]
    assert "".join(piece.text for piece in pieces) == AS_CHATML


@pytest.mark.parametrize(
    "source",
    [
        None,
        "",
        "{% for %}",
        "{{ messages[9].content }}",
        "no message appears",
        "{{ 1 // 0 }}",
        "x" * 300_000,
    ],
)
def test_a_template_that_cannot_be_used_gives_chatml(source: str | None) -> None:
    assert rendered(ChatTemplate(source)) == AS_CHATML


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% set a = 'x' * 1000000000 %}{{ a }}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{{ messages[0] }}{% endfor %}{% endfor %}",
        "{% for i in range(9999) %}{% for j in range(9999) %}{% set x = i.real %}{% endfor %}{% endfor %}",
        "{{ 9 ** 999999999 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    ],
)
@pytest.mark.timeout(30)
def test_a_hostile_template_gives_chatml(source: str) -> None:
    assert rendered(ChatTemplate(source)) == AS_CHATML


def test_a_system_text_joins_the_question_where_there_is_no_such_role() -> None:
    template = ChatTemplate(GEMMA_LIKE, bos="<bos>")
    expected = "<bos>[user]Be brief.\n\nHello <|im_end|> there[/][assistant]Hi[/][user]Bye[/][model]"
    text = "".join(
        ("\n\n" if piece.text == "\n\n" else piece.text) for piece in template.render(CONVERSATION)
    )
    assert text == expected


def test_line_breaks_of_blocks_are_trimmed() -> None:
    source = "{% for m in messages %}\n    {{- m.content }}\n  {% if true %}\n!{% endif %}\n{% endfor %}\n"
    assert rendered(ChatTemplate(source), (Message(Speaker.USER, "a"), Message(Speaker.USER, "b"))) == (
        "a\n!b\n!"
    )


def test_an_empty_message_is_no_obstacle() -> None:
    assert rendered(ChatTemplate(CHATML), (Message(Speaker.USER, ""),)) == (
        "<|im_start|>user\n<|im_end|>\n<|im_start|>assistant\n"
    )


def test_a_template_that_takes_lists_of_parts_only() -> None:
    source = (
        "{% for m in messages %}{{ m['role'] | capitalize }}"
        "{% if m['content'][0]['type'] == 'image' %}:{% else %}: {% endif %}"
        "{% for part in m['content'] %}"
        "{% if part['type'] == 'text' %}{{ part['text'] }}{% elif part['type'] == 'image' %}<i>{% endif %}"
        "{% endfor %}<end>\n{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
    )
    text = rendered(ChatTemplate(source), (Message(Speaker.USER, "Write it down."),))
    assert text == "User: Write it down.<end>\nAssistant:"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_patterns_of_published_templates(pattern: str) -> None:
    template = ChatTemplate(PATTERNS[pattern].source, bos="<s>", eos="</s>")
    assert template.own
    assert rendered(template, PUBLISHED) == PATTERNS[pattern].expected


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_conversation_without_a_system_keeps_every_word(pattern: str) -> None:
    template = ChatTemplate(PATTERNS[pattern].source, bos="<s>", eos="</s>")
    text = rendered(template, PUBLISHED[1:])
    assert [word for word in ("ONE", "ANS", "TWO") if word in text] == ["ONE", "ANS", "TWO"]
    assert "SYS" not in text
