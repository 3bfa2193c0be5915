"""What is fed broken bytes: each target takes any, and may end only in the faults that it promises.

`TARGETS` are called with bytes; anything but a quiet return is a finding. `mutated` breaks samples without
knowing how a target took the ones before; the benchmark has atheris do that where it is installed.
"""

from __future__ import annotations

import atexit
import io
import json
import random
import shutil
import signal
import struct
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from damage import KEY

from app.security.key_file import COPY_FILE, KEY_FILE
from app.security.keys import KeySlots, PassphraseCost
from app.security.snapshots import restore
from engine.errors import Fault, ModelInvalid, ProtocolBroken
from engine.formats.gguf import read_header
from engine.workers.frames import Frame, Json, encode, read_frame
from rag.errors import VaultError
from rag.reading.frames import event_of, frame_of
from rag.reading.members_so_far import MembersSoFar
from rag.reading.read_so_far import ReadSoFar
from rag.runs.store import RunStore
from rag.storing.conversations import ChatStore
from rag.storing.documents import DocumentStore
from rag.storing.page_proof import PAGE, PageProof
from rag.storing.salvaging import salvage
from rag.storing.vault import Vault
from rag.structuring.structure import StructureBuilder
from rag.types import (
    DocumentInfo,
    Flaw,
    FlawKind,
    Heading,
    OutlineItem,
    Page,
    PageUnit,
    TextSource,
)

_RESERVED, _VECTOR, _SALT = 80, 16, 16  # of a page: vector and HMAC behind, the file's salt before
_CHEAP = PassphraseCost(memory_kib=64, time=1, parallelism=1)


@cache
def scratch() -> Path:
    """A folder of this process, in memory where the system has such."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="fuzzed-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


# --- targets ------------------------------------------------------------------------------------------------


def gguf(data: bytes) -> None:
    """The header of a model file that somebody else made."""
    path = scratch() / "model.gguf"
    path.write_bytes(data)
    with suppress(ModelInvalid):
        read_header(path)


def frames(data: bytes) -> None:
    """What a child that was taken over writes into its pipe."""
    stream, so_far, members = io.BytesIO(data), ReadSoFar(), MembersSoFar(Path("a"), ())
    with suppress(ProtocolBroken):
        while (frame := read_frame(stream, 1 << 24)) is not None:
            so_far.event(frame)
            if frame.header.get("event") != "begun":
                members.note(event_of(frame))


def sections(data: bytes) -> None:
    """What a document says, as its sections and passages are cut: no text at all may stop that."""
    unit = PageUnit.RECORD if data[:1] == b"\x01" else PageUnit.PAGE
    text = data[1:].decode("utf-8", "replace")
    outline = tuple(
        OutlineItem(line[:40], level % 4, level % 3 + 1, None)
        for level, line in enumerate(text.splitlines()[:6])
    )
    builder = StructureBuilder(DocumentInfo("a", 3, unit, outline=outline))
    start = 0
    for number, page in enumerate(text.split("\f")[:20], 1):
        headings = (Heading(0, min(9, len(page)), number % 7, page[:9]),) if page else ()
        builder.add(Page(number, page, TextSource.TEXT, 1.0, headings=headings))
        start += len(page) + 1
    made = builder.finish()
    for one in (*made.sections, *made.passages):
        assert 0 <= one.start <= one.end <= max(0, start - 1), one


def keys(data: bytes) -> None:
    """A key file that was damaged or put there."""
    home = scratch() / "keys"
    home.mkdir(exist_ok=True)
    (home / COPY_FILE).unlink(missing_ok=True)
    (home / KEY_FILE).write_bytes(data)
    slots = KeySlots(home, cost=_CHEAP)
    with suppress(VaultError):
        slots.ways()


def copies(data: bytes) -> None:
    """A vault's file with other bytes in it: brought back, opened, salvaged."""
    home = scratch() / "copies"
    home.mkdir(exist_ok=True)
    broken = home / "broken.db"
    _tear_down(home)
    broken.write_bytes(_edited(_whole(), data))
    with suppress(VaultError):
        restore(broken, home / "vault.db", KEY)
    _looked_through(broken)
    with suppress(VaultError):
        salvage(broken, KEY, home / "salvaged.db", lambda _: False)


def contents(data: bytes) -> None:
    """A vault that somebody who has its key wrote: every page is proved, and what stands in it is not ours.
    It is opened or refused; what is read of it may fail in any way, but not end the process.
    """
    home = scratch() / "contents"
    home.mkdir(exist_ok=True)
    _tear_down(home)
    path = home / "vault.db"
    plain, vectors = _in_clear()
    path.write_bytes(_sealed(_edited(plain, data), vectors))
    _looked_through(path, Exception)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (gguf, frames, sections, keys, copies, contents)
}


def _looked_through(path: Path, allowed: type[Exception] = Fault) -> None:
    """Open a vault and read what is in it, as the program does."""
    with suppress(Fault), closing(Vault.open(path, KEY)) as vault:
        store, chats, runs = DocumentStore(vault), ChatStore(vault), RunStore(vault)
        reads: list[Callable[[], object]] = [chats.conversations, runs.runs, vault.damage]
        listed: list[int] = []
        with suppress(allowed):
            listed = [one.id for one in store.list()][:3]
        for number in listed:
            reads += [
                lambda number=number: store.pages(number),
                lambda number=number: store.sections(number),
                lambda number=number: store.passages(number),
                lambda number=number: store.text(number),
            ]
        reads.append(lambda: [chats.turns(one.id) for one in chats.conversations()])
        for read in reads:
            with suppress(allowed):
                read()


def _tear_down(home: Path) -> None:
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@cache
def _whole() -> bytes:
    path = scratch() / "whole" / "vault.db"
    path.parent.mkdir()
    with closing(Vault.create(path, KEY)) as vault:
        store, chats = DocumentStore(vault), ChatStore(vault)
        for name in ("heron.txt", "crane.txt"):
            number = store.begin(name, name, name, 9, "")
            info = DocumentInfo(name, 2, outline=(OutlineItem("Purpose", 1, 1, None),))
            builder = StructureBuilder(info)
            store.describe(number, info)
            pages = [
                Page(place, text, TextSource.TEXT, 1.0, headings=(Heading(0, 9, 1, text[:9]),))
                for place, text in enumerate(_TEXTS[0].split("\f")[:2], 1)
            ]
            for page in pages:
                builder.add(page)
            store.add_pages(number, pages)
            store.add_structure(number, builder.finish())
            store.finish(number, 0.1)
        chats.add_turn(chats.create("talk").id, "What does the heron eat?")
    return path.read_bytes()


@cache
def _in_clear() -> tuple[bytes, tuple[bytes, ...]]:
    """The pages of the whole vault decrypted, and their vectors."""
    whole, plain, vectors = _whole(), bytearray(_whole()), []
    for place in range(0, len(whole), PAGE):
        start, end = place + (_SALT if place == 0 else 0), place + PAGE - _RESERVED
        vector = whole[end : end + _VECTOR]
        decryptor = Cipher(algorithms.AES(KEY), modes.CBC(vector)).decryptor()
        plain[start:end] = decryptor.update(whole[start:end]) + decryptor.finalize()
        vectors.append(vector)
    return bytes(plain), tuple(vectors)


def _sealed(plain: bytes, vectors: tuple[bytes, ...]) -> bytes:
    """The file of pages in clear; those that are as they were stay as they were."""
    whole, before = _whole(), _in_clear()[0]
    proof, sealed = PageProof(KEY, whole[:_SALT]), bytearray(whole)
    for number, place in enumerate(range(0, len(whole), PAGE), 1):
        if plain[place : place + PAGE] == before[place : place + PAGE]:
            continue
        start, end = place + (_SALT if place == 0 else 0), place + PAGE - _RESERVED
        encryptor = Cipher(algorithms.AES(KEY), modes.CBC(vectors[number - 1])).encryptor()
        sealed[start:end] = encryptor.update(plain[start:end]) + encryptor.finalize()
        sealed[place : place + PAGE] = proof.sealed(number, bytes(sealed[place : place + PAGE]))
    return bytes(sealed)


_EDIT = struct.Struct("<IBB")


def _edited(whole: bytes, data: bytes) -> bytes:
    """Bytes written over others: an edit is a place, whether it counts from its page's start, a byte."""
    found = bytearray(whole)
    usable = len(data) - len(data) % _EDIT.size
    for place, how, byte in _EDIT.iter_unpack(data[: min(usable, 16 * _EDIT.size)]):
        at = place % len(found)
        if how < 16:  # often the beginning of a page, where SQLite keeps what it goes by
            at = at - at % PAGE + how * 2
        found[at] = byte
    return bytes(found)


# --- samples ------------------------------------------------------------------------------------------------


@cache
def samples(target: str) -> list[bytes]:
    """Whole ones, to be broken."""
    match target:
        case "gguf":
            return [_gguf(), _gguf(keys=40)]
        case "frames":
            return _frames()
        case "sections":
            return [text.encode() for text in _TEXTS]
        case "keys":
            return _key_files()
        case _:
            return [bytes(_EDIT.size), _EDIT.pack(5000, 3, 255) + _EDIT.pack(9, 200, 7)]


def mutated(sample: bytes, other: bytes, chance: random.Random) -> bytes:
    """A sample with one to eight things done to it."""
    found = bytearray(sample)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) + 1)
        length = min(chance.choice((1, 2, 4, 8, 32, 200)), len(found) - at)
        match chance.randrange(8):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                found[at : at + length] = chance.randbytes(length)
            case 2:
                found[at : at + 4] = struct.pack("<I", chance.choice(_NUMBERS) & 0xFFFFFFFF)
            case 3:
                found[at : at + 8] = struct.pack("<Q", chance.choice(_NUMBERS))
            case 4:
                del found[at : at + length]
            case 5:
                found[at:at] = found[at : at + length] * chance.choice((1, 2, 50))
            case 6:
                found[at:at] = chance.choice(_PIECES)
            case _:
                start = chance.randrange(len(other) + 1)
                found[at : at + length] = other[start : start + chance.choice((4, 40, 400))]
    return bytes(found[: 1 << 20])


_NUMBERS = (
    0,
    1,
    2,
    7,
    255,
    4096,
    (1 << 26) - 1,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 62,
    (1 << 64) - 1,
)
_PIECES = tuple(
    one.encode("utf-8", "surrogatepass")
    for one in (
        "", "\x00", "\f", "\n\n", "null", "-1", "1e999", "NaN", "[[", '{"', "\ud800", "\u202e", "١٢", "(a)",
        "Article 1", "§ 4 Abs. 2", "1.1.1.1.1.1", "ﬁ" * 40, "IV.", "|a|b|\n|-|", "see Section 2", "9" * 99,
        '"version": 99', '"event":"page"', '"event":"structure"', "…", ". " * 60,
    )
)  # fmt: skip

_TEXTS = (
    "\x021 Purpose\n1.1 This agreement, see Section 2.\n(a) first;\n(b) second\f2 Term\n2.1 Two years. " * 3,
    "\x02Article 1\nScope\n\nDie Mietsache, § 4 Abs. 2 BGB.\n\nArtikel 2\nDauer\f| a | b |\n| 1 | 2 |\n",
    "\x01Rule 2.3(a)\nA firm must.\fRule 2.3(b)\nSee Rule 2.3(a).",
    "\x02CHAPTER IV\nTHE NIGHT\nIt was dark. It was late.\n\n\nCHAPTER V\nTHE DAY\n",
)


def _gguf(keys: int = 3) -> bytes:
    def text(one: str) -> bytes:
        return struct.pack("<Q", len(one)) + one.encode()

    rows = [text("general.architecture") + struct.pack("<I", 8) + text("llama")]
    rows += [text("llama.context_length") + struct.pack("<II", 4, 2048)]
    rows += [text("llama.attention.head_count_kv") + struct.pack("<IIQ", 9, 5, 4) + bytes(16)]
    rows += [text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 3) + text("a") + text("b") + text("c")]
    rows += [text(f"x.{number}") + struct.pack("<Id", 12, 1.5) for number in range(keys)]
    tensor = text("blk.0") + struct.pack("<IQQIQ", 2, 32, 4, 2, 0)
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, len(rows)) + b"".join(rows) + tensor
    return head + bytes(-len(head) % 32 + 72)


def _frames() -> list[bytes]:
    page = Page(
        1, "A page of text", TextSource.TEXT, 1.0, headings=(Heading(0, 6, 1, "A page"),),
        flaws=(Flaw(FlawKind.WORDS, 1, ("a",)),),
    )  # fmt: skip
    info = DocumentInfo("t", 1, PageUnit.PAGE, outline=(OutlineItem("a", 1, 1, None),))
    builder = StructureBuilder(info)
    builder.add(page)
    events = [frame_of(info), frame_of(page), frame_of(builder.finish())]
    parts = [b"".join(encode(one)) for one in events]
    more: list[dict[str, Json]] = [
        {"event": "failed", "code": "x", "facts": {}},
        {"event": "begun", "number": 1},
        {"event": "member", "about": ["k", "n", 1, False]},
    ]
    return [*parts, b"".join(parts), *(b"".join(encode(Frame(one))) for one in more)]


def _key_files() -> list[bytes]:
    home = scratch() / "made"
    home.mkdir()
    slots = KeySlots(home, cost=_CHEAP)
    key = slots.create("correct horse")
    slots.add_recovery(key)
    whole = (home / KEY_FILE).read_bytes()
    old = json.loads(whole)
    del old["sum"]
    return [whole, json.dumps(old | {"version": 1}).encode()]


_HUNG_SECONDS = 30


class Hung(BaseException):
    """One input took too long."""


@dataclass(slots=True)
class Findings:
    """What was found at one target, one input of each kind."""

    target: str
    fed: int = 0
    found: dict[str, bytes] = field(default_factory=dict)

    def feed(self, data: bytes) -> None:
        """Feed one input, and keep it where it is a new finding."""
        self.fed += 1
        signal.setitimer(signal.ITIMER_REAL, _HUNG_SECONDS)
        try:
            TARGETS[self.target](data)
        except (Exception, Hung) as error:
            self.found.setdefault(f"{type(error).__name__} at {_place(error)}: {str(error)[:200]}", data)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _hang(*_: object) -> None:
    raise Hung


def watched(target: str) -> Findings:
    """Ready to be fed, in the main thread."""
    signal.signal(signal.SIGALRM, _hang)
    return Findings(target)


def fed(target: str, *, rounds: int = 1 << 62, seconds: float = 1e9, seed: int = 7) -> Findings:
    """Break samples so often, or for so long. Needs the main thread."""
    chance, whole, findings = random.Random(seed), samples(target), watched(target)
    end = time.monotonic() + seconds
    for _ in range(rounds):
        findings.feed(mutated(chance.choice(whole), chance.choice(whole), chance))
        if time.monotonic() >= end:
            break
    return findings


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
