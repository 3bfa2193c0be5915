"""Every fault has words, and the words use what the fault knows."""

from __future__ import annotations

import json
import re
import string

import pytest

import app.errors
import engine.errors
import rag.errors
from app.types import Notice
from app.words import catalogue
from app.words.messages import known_codes, notice_for, notice_of
from engine.errors import Fact, Fault, ProtocolBroken, UnknownFault
from engine.formats.gguf_kinds import GgufKind
from engine.types import DeathReason

# Facts as the raising code gives them; see the trees in the errors modules.
FACTS: dict[str, dict[str, Fact]] = {
    "worker-died": {"reason": "memory", "exit_code": 87, "detail": "model"},
    "no-sound-device": {"kind": "microphone"},
    "no-voice": {"language": "fr"},
    "model-missing": {"model": "tiny-chat"},
    "model-invalid": {"path": "/m/tiny.gguf", "detail": "cut short"},
    "model-does-not-fit": {"model": "tiny-chat", "needed": 9_000_000_000, "available": 2_000_000_000},
    "context-full": {"prompt_tokens": 9000, "context_length": 4096},
    "projector-mismatch": {"model": "tiny-vision", "path": "/m/mmproj-other.gguf"},
    "picture-invalid": {"width": 40, "height": 20000, "detail": "too narrow"},
    "sources-exhausted": {"model": "tiny-chat", "detail": "hub: no answer"},
    "model-gated": {"model": "tiny-chat", "detail": "hub: terms", "page": "https://hub/maker/tiny"},
    "hub-away": {"model": "tiny-chat", "detail": "hub: no answer"},
    "pinned-otherwise": {
        "model": "tiny-chat",
        "file": "tiny.gguf",
        "pinned": "aa" * 32,
        "declared": "bb" * 32,
    },
    "checksum-mismatch": {"path": "/m/tiny.gguf", "expected": "aa" * 32, "actual": "bb" * 32},
    "disk-full": {"path": "/m", "needed": 1_100_000_000, "available": 5_000_000},
    "not-a-model": {"path": "/m/letter.gguf", "detail": "not a GGUF file"},
    "model-present": {"model": "tiny-chat"},
    "models-unwritable": {"path": "/m", "detail": "Permission denied"},
    "stick-refused": {"path": "/media/stick", "kind": "manifest"},
    "network-blocked": {"address": "socket.connect"},
    "remote-not-allowed": {"host": "203.0.113.9", "detail": "address"},
    "remote-unreachable": {"host": "box.lan", "detail": "timeout"},
    "remote-untrusted": {"host": "box.lan", "expected": "aa" * 32, "actual": "bb" * 32},
    "remote-refused": {"host": "box.lan", "status": 401},
    "remote-model-missing": {"host": "box.lan", "model": "tiny-chat"},
    "remote-busy": {"host": "box.lan", "status": 429},
    "remote-failed": {"host": "box.lan", "status": 502},
    "remote-cut": {"host": "box.lan", "detail": "silence"},
    "remote-nonsense": {"host": "box.lan", "detail": "json"},
    "remote-unable": {"host": "box.lan", "detail": "schema"},
    "remote-collection-missing": {"host": "box.lan", "collection": "law"},
    "remote-name-taken": {"host": "box.lan", "collection": "law"},
    "remote-other-dimension": {"host": "box.lan", "collection": "law", "ours": 384},
    "remote-other-model": {
        "host": "box.lan",
        "collection": "law",
        "theirs": "bge",
        "ours": "minilm",
        "detail": "other",
    },
    "file-missing": {"path": "/d/contract.pdf"},
    "file-empty": {"path": "/d/contract.pdf"},
    "file-unreadable": {"path": "/d/contract.pdf", "detail": "Permission denied"},
    "format-unknown": {"path": "/d/drawing.dwg", "suffix": ".dwg"},
    "file-corrupt": {"path": "/d/contract.pdf", "detail": "no page tree"},
    "file-protected": {"path": "/d/book.epub", "detail": "against copying"},
    "file-too-large": {"path": "/d/contract.pdf", "limit": 1_000_000, "size": 5_000_000},
    "password-needed": {"path": "/d/contract.pdf"},
    "password-wrong": {"path": "/d/contract.pdf"},
    "no-text": {"path": "/d/contract.pdf", "pages": 12},
    "reader-failed": {"path": "/d/contract.pdf", "reason": "timeout"},
    "keyring-unavailable": {"detail": "SecretService"},
    "key-lost": {"path": "/h/vault.key.json"},
    "vault-corrupt": {"path": "/h/vault.db", "detail": "page 3"},
    "vault-busy": {"path": "/h"},
    "vault-newer": {"path": "/h/vault.db", "found": 9, "known": 1},
    "vault-full": {"path": "/h/vault.db"},
    "document-unknown": {"document": "lease.pdf"},
    "folder-unknown": {"folder": "/docs/contracts"},
    "conversation-unknown": {"conversation": 77},
    "batch-invalid": {"path": "/q/questions.jsonl", "line": 3, "detail": "not JSON"},
    "several-documents": {"document": "lease.pdf", "count": 2},
    "setting-unknown": {"setting": "text-seize"},
    "setting-unfit": {"setting": "text-size", "value": "900", "values": "75–200"},
}
# What of those facts a person must be shown.
SHOWN = {
    "no-voice": ["French"],
    "worker-died": ["memory"],
    "model-missing": ["tiny-chat"],
    "model-invalid": ["tiny.gguf", "cut short"],
    "model-does-not-fit": ["tiny-chat", "9.0 GB", "2.0 GB"],
    "context-full": ["9000", "4096"],
    "projector-mismatch": ["tiny-vision", "mmproj-other.gguf"],
    "picture-invalid": ["40", "20000", "too narrow"],
    "sources-exhausted": ["tiny-chat", "hub: no answer"],
    "model-gated": ["tiny-chat", "https://hub/maker/tiny", "--token tiny-chat"],
    "hub-away": ["tiny-chat", "hub: no answer"],
    "pinned-otherwise": ["tiny-chat", "tiny.gguf", "aaaa", "bbbb"],
    "remote-not-allowed": ["203.0.113.9", "private network"],
    "remote-unreachable": ["box.lan", "too long"],
    "remote-untrusted": ["box.lan", "aaaa", "bbbb"],
    "remote-refused": ["box.lan", "401"],
    "remote-model-missing": ["box.lan", "tiny-chat"],
    "remote-busy": ["box.lan", "429"],
    "remote-failed": ["box.lan", "502"],
    "remote-cut": ["box.lan", "silent"],
    "remote-nonsense": ["box.lan", "JSON"],
    "remote-unable": ["box.lan"],
    "remote-collection-missing": ["box.lan", "law"],
    "remote-name-taken": ["box.lan", "law", "--as"],
    "remote-other-dimension": ["box.lan", "law", "384"],
    "remote-other-model": ["box.lan", "law", "bge", "minilm"],
    "checksum-mismatch": ["tiny.gguf", "aaaa", "bbbb"],
    "disk-full": ["1.1 GB", "5.0 MB"],
    "network-blocked": ["socket.connect"],
    "file-protected": ["book.epub", "against copying"],
    "file-too-large": ["contract.pdf", "1.0 MB", "5.0 MB"],
    "format-unknown": ["drawing.dwg", ".dwg"],
    "no-text": ["contract.pdf", "12"],
    "key-lost": ["vault.key.json"],
    "vault-corrupt": ["vault.db", "page 3"],
    "vault-newer": ["9", "1"],
    "document-unknown": ["lease.pdf"],
    "folder-unknown": ["contracts"],
    "conversation-unknown": ["77"],
    "batch-invalid": ["questions.jsonl", "3", "not JSON"],
    "several-documents": ["lease.pdf", "2"],
    "setting-unknown": ["text-seize"],
    "setting-unfit": ["text-size", "900", "75–200"],
}
# Facts by which a fault is told in other sentences than its first ones.
VARIANTS: dict[str, dict[str, Fact]] = {
    "model-missing.any": {"model": ""},
    "model-missing.unlisted": {"model": "tiny-chat", "why": "unlisted"},
    "no-sound-device.microphone": {"kind": "microphone"},
    "worker-died.memory": {"reason": "memory"},
    "worker-died.start": {"reason": "start"},
    "file-too-large.unpacked": {"unpacked": True},
    "file-too-large.members": {"members": 20_000, "most": 10_000},
    "no-text.several": {"pages": 2},
    "setting-unfit.elsewhere": {"setting": "models", "value": "", "values": ""},
    **{
        f"set-by-organisation.{rule}": {"rule": rule, "minutes": 15, "path": "/etc/confidant/policy.toml"}
        for rule in (
            "fetch-models",
            "allowed-models",
            "keyring-required",
            "record-sound",
            "lock-after-minutes",
            "audit-words",
        )
    },
    **{
        f"policy-unreadable.{reason}": {"path": "/etc/confidant/policy.toml", "reason": reason}
        for reason in ("owner", "writable", "link", "form")
    },
    "model-does-not-fit.form": {"quantisation": "Q4_K_M", "largest": 5_000_000_000},
    "model-does-not-fit.context": {"context": 4096},
    "model-does-not-fit.never": {"instead": "tiny"},
    "model-does-not-fit.never-form": {"instead": "tiny", "quantisation": "Q4_K_M", "largest": 5_000_000_000},
    **{
        f"remote-not-allowed.{detail}": {"host": "box.lan", "detail": detail}
        for detail in ("address", "no-tls", "url", "no-address", "fingerprint", "changed", "system")
    },
    "no-evidence.shared": {"turn": 4, "shared": True},
    "nothing-to-publish.name": {"collection": "law", "name": "a b"},
    **{
        f"remote-other-model.{detail}": {
            "host": "box.lan",
            "collection": "law",
            "ours": "minilm",
            "detail": detail,
        }
        for detail in ("unknown", "vectors")
    },
    "not-a-model.of-another": {"kind": "of-another", "architecture": "llama", "model": "tiny"},
    "not-a-model.parts": {"kind": "parts", "parts": 3, "missing": "2"},
    **{f"not-a-model.{kind}": {"kind": kind.value} for kind in GgufKind if kind is not GgufKind.MODEL},
    "kind-unknown.file": {"path": "/k/mine.toml"},
    **{
        f"stick-refused.{kind}": {"path": "/media/stick/models/tiny/tiny.gguf", "kind": kind}
        for kind in ("newer", "empty", "missing", "bytes", "signature", "key")
    },
    "stick-refused.some": {"path": "/media/stick/models/tiny/tiny.gguf", "kind": "some", "others": "MiniLM"},
    "sheet-unfit.no-heads": {"path": "/b/own.xlsx", "reason": "no-heads", "heads": "due date"},
    "sheet-unfit.total": {"path": "/b/own.xlsx", "reason": "total", "row": 9},
    "sheet-unfit.signed": {"path": "/b/own.xlsx", "reason": "signed"},
    "sheet-unfit.large": {"path": "/b/own.xlsx", "reason": "large"},
}
PARTS = ("title", "sentence", "remedy")
MODULES = {module.__name__ for module in (engine.errors, rag.errors, app.errors)}  # of the tree below


def leaves(kind: type[Fault] = Fault) -> list[type[Fault]]:
    below = [child for child in kind.__subclasses__() if child.__module__ in MODULES]
    return [leaf for child in below for leaf in leaves(child)] if below else [kind]


RAISED = [kind for kind in leaves() if kind is not UnknownFault]


def text_of(notice: Notice) -> str:
    return f"{notice.title} {notice.sentence} {notice.remedy}"


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_every_fault_has_a_title_a_sentence_and_a_remedy(kind: type[Fault]) -> None:
    assert kind.code in known_codes(), f"{kind.__name__} has no words of its own"
    notice = notice_of(kind(**FACTS.get(kind.code, {})))
    for part in (notice.title, notice.sentence, notice.remedy):
        assert part
        assert part.strip(string.whitespace) == part
        assert "{" not in part
        assert "None" not in part
    assert not notice.title.endswith(".")
    assert notice.sentence.endswith((".", "?"))


@pytest.mark.parametrize("code", sorted(FACTS))
def test_what_the_fault_knows_is_told(code: str) -> None:
    path = FACTS[code].get("path")
    expected = SHOWN.get(code) or [str(path).rsplit("/", 1)[-1] if path else str(*FACTS[code].values())]
    told = text_of(notice_for(code, FACTS[code]))
    for piece in expected:
        assert piece in told


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_a_fault_without_its_facts_still_has_words(kind: type[Fault]) -> None:
    notice = notice_of(kind())
    assert notice.sentence
    assert "None" not in text_of(notice)
    assert not notice.sentence[0].islower(), "a sentence, whatever it begins with"


def test_facts_as_the_vault_keeps_them() -> None:
    facts = FACTS["no-text"]
    assert notice_for("no-text", json.dumps(facts)) == notice_for("no-text", facts)
    assert notice_for("no-text", "not json").title == notice_for("no-text", {}).title


def test_words_for_what_nobody_foresaw() -> None:
    assert "ValueError" in text_of(notice_of(ValueError("secret text of a document")))
    assert "secret" not in text_of(notice_of(ValueError("secret text of a document")))
    assert "from-the-future" in text_of(notice_of(UnknownFault(sent_code="from-the-future")))


def test_a_dead_process_is_told_by_its_reason() -> None:
    sentences = {
        notice_for("worker-died", {"reason": reason}).sentence
        for reason in ("exit", "signal", "memory", "cpu", "timeout", "output", "start")
    }
    assert len(sentences) == 7
    assert notice_of(ProtocolBroken(detail="length")).sentence


# --- the catalogue of faults --------------------------------------------------------------------------------


def faults() -> dict[str, dict[str, object]]:
    return {
        code: dict(told) for code, told in catalogue.read("en", "faults").items() if isinstance(told, dict)
    }


def variants() -> dict[str, dict[str, object]]:
    return {
        f"{code}.{name}": told
        for code, parts in faults().items()
        if code != "phrases"
        for name, told in parts.items()
        if isinstance(told, dict) and name not in ("with", "absent", "window")
    }


def test_words_are_kept_for_faults_that_there_are() -> None:
    assert set(faults()) == {kind.code for kind in RAISED} | {"phrases", "internal"}
    for code, parts in faults().items():
        if code != "phrases":
            named = {name for name in parts if f"{code}.{name}" not in variants()}
            assert set(PARTS) <= named <= {*PARTS, "with", "absent", "window"}, code


def test_every_variant_is_told_by_its_facts() -> None:
    assert set(variants()) == set(VARIANTS)
    for name, facts in VARIANTS.items():
        told = notice_for(name.partition(".")[0], facts)
        for part in set(variants()[name]) - {"with", "absent", "window"}:
            pieces = [piece for piece, _, _, _ in string.Formatter().parse(str(variants()[name][part]))]
            assert all(piece in getattr(told, part) for piece in pieces), name


def test_every_phrase_for_a_fact_stands_in_a_sentence() -> None:
    def sentences(parts: dict[str, object]) -> str:
        return "\n".join(
            sentences(value) if isinstance(value, dict) else str(value)
            for name, value in parts.items()
            if name not in ("with", "absent")
        )

    def unused(parts: dict[str, object], told: str) -> set[str]:
        tables = [parts.get("with", {}), parts.get("absent", {})]
        names = {name for table in tables if isinstance(table, dict) for name in table}
        return {name for name in names if not re.search(rf"\{{{name}\b", told)}

    every = "\n".join(sentences(parts) for code, parts in faults().items() if code != "phrases")
    assert not unused(faults()["phrases"], every)
    for code, parts in [*faults().items(), *variants().items()]:
        if code != "phrases":
            assert not unused(parts, sentences(parts)), code


def test_every_way_to_die_has_words() -> None:
    assert set(catalogue.names("faults.phrases.why")) == {*DeathReason, "protocol"}
