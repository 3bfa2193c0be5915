"""The log of what was done is only ever added to; whatever is done to its rows is found by their numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exporting.audit import audit_record
from engine.assets import ASSETS
from rag.storing.audit import (
    FIRST,
    HEAD_FILE,
    AuditStore,
    Entry,
    Flaw,
    Head,
    Kind,
    Wrong,
    entry_hash,
    flaws_of,
)
from rag.storing.vault import Vault

KEY = bytes(32)
SCRIPT = ASSETS / "verifiers" / "verify_audit.py"
PAGE = ASSETS / "verifiers" / "verify_audit.html"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault.create(tmp_path / "vault.db", KEY)
    yield made
    made.close()


def filled(vault: Vault, count: int = 6) -> AuditStore:
    store = AuditStore(vault)
    for number in range(count):
        store.append(Kind.QUESTION, {"question": {"text": f"Wie viel? № {number} “€”\n", "length": number}})
    return store


def behind_its_back(vault: Vault, *statements: str) -> None:
    """As somebody does who has the key and no respect."""
    with vault.write() as db:
        for trigger in ("audit_stays", "audit_keeps"):
            db.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            db.execute(statement)


def test_each_row_holds_the_hash_of_the_one_before(vault: Vault) -> None:
    store = filled(vault)
    entries = list(store.entries())
    assert [one.number for one in entries] == [1, 2, 3, 4, 5, 6]
    assert [one.before for one in entries] == [FIRST, *(one.hash for one in entries[:-1])]
    assert store.verify().flaws == ()
    assert store.head() == Head(6, entries[-1].hash) == store.heads()[-1]
    assert len(store.heads()) == 1


def test_rows_are_neither_changed_nor_deleted(vault: Vault) -> None:
    filled(vault)
    for statement in ("UPDATE audit SET facts = '{}' WHERE number = 2", "DELETE FROM audit WHERE number = 2"):
        with pytest.raises(sqlite.IntegrityError), vault.write() as db:
            db.execute(statement)
    assert AuditStore(vault).verify().flaws == ()


@pytest.mark.parametrize(
    ("statements", "flaws"),
    [
        (("UPDATE audit SET facts = '{}' WHERE number = 3",), {Flaw(3, Wrong.CHANGED, 3)}),
        (("UPDATE audit SET at = '2020' WHERE number = 6",), {Flaw(6, Wrong.CHANGED, 6)}),
        (("DELETE FROM audit WHERE number = 3",), {Flaw(3, Wrong.MISSING, 3)}),
        (("DELETE FROM audit WHERE number IN (2, 3)",), {Flaw(2, Wrong.MISSING, 3)}),
        (("DELETE FROM audit WHERE number > 4",), {Flaw(5, Wrong.CUT, 6)}),
        (("DELETE FROM audit",), {Flaw(1, Wrong.CUT, 6)}),
    ],
)
def test_what_was_done_to_a_row_is_named(vault: Vault, statements: tuple[str, ...], flaws: set[Flaw]) -> None:
    store = filled(vault)
    behind_its_back(vault, *statements)
    assert set(store.verify().flaws) == flaws


def test_two_rows_that_changed_places(vault: Vault) -> None:
    store = filled(vault)
    behind_its_back(
        vault,
        "UPDATE audit SET number = 99 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 4",
        "UPDATE audit SET number = 4 WHERE number = 99",
    )
    assert {3, 4} <= {one.number for one in store.verify().flaws}


def test_a_row_made_anew_with_its_hash_is_named_by_the_one_behind_it(vault: Vault) -> None:
    store = filled(vault)
    old = list(store.entries())[2]
    hash_ = entry_hash(3, old.at, old.kind, "{}", old.before)
    behind_its_back(vault, f"UPDATE audit SET facts = '{{}}', hash = '{hash_}' WHERE number = 3")
    assert store.verify().flaws == (Flaw(3, Wrong.REPLACED, 3),)


def test_a_log_made_anew_as_a_whole_is_told_by_the_head(vault: Vault) -> None:
    store = filled(vault)
    before = FIRST
    statements = []
    for one in store.entries():
        facts = '{"other":1}'
        hash_ = entry_hash(one.number, one.at, one.kind, facts, before)
        statements.append(
            f"UPDATE audit SET facts = '{facts}', before = '{before}', hash = '{hash_}'"
            f" WHERE number = {one.number}"
        )
        before = hash_
    behind_its_back(vault, *statements)
    assert store.verify().flaws == (Flaw(6, Wrong.NOT_OF_HEAD, 6),)


def test_rows_added_behind_a_cut_do_not_hide_it(vault: Vault) -> None:
    store = filled(vault)
    behind_its_back(vault, "DELETE FROM audit WHERE number > 3")
    for _ in range(8):
        store.append(Kind.UNLOCKED, {})
    assert Flaw(6, Wrong.NOT_OF_HEAD, 6) in store.verify().flaws
    assert len(store.heads()) == 2


def test_a_head_that_fell_behind_is_no_flaw(vault: Vault) -> None:
    store = filled(vault)
    path = vault.path.with_name(HEAD_FILE)
    kept = path.read_bytes()
    store.append(Kind.UNLOCKED, {})
    path.write_bytes(kept)  # as if the program had ended between the row and the head
    assert store.verify().flaws == ()
    store.append(Kind.UNLOCKED, {})
    assert store.heads() == [store.head()]
    path.unlink()
    verdict = store.verify()
    assert verdict.flaws == ()
    assert verdict.heads == 0


def test_the_log_survives_the_end_of_the_program(vault: Vault, tmp_path: Path) -> None:
    filled(vault)
    vault.close()
    again = Vault.open(tmp_path / "vault.db", KEY)
    try:
        store = AuditStore(again)
        assert store.append(Kind.UNLOCKED, {}).number == 7
        assert store.verify().flaws == ()
    finally:
        again.close()


# --- the verifiers that go with an export -------------------------------------------------------------------


def chain(count: int) -> list[Entry]:
    found, before = [], FIRST
    for number in range(1, count + 1):
        facts = json.dumps({"n": number, "said": "ä “x” \u2028"}, ensure_ascii=False)
        hash_ = entry_hash(number, "2026-01-01T00:00:00.000000Z", "question", facts, before)
        found.append(Entry(number, "2026-01-01T00:00:00.000000Z", "question", facts, before, hash_))
        before = hash_
    return found


def tampered(how: int, at: int) -> list[Entry]:
    entries = chain(6)
    one = entries[at]
    match how:
        case 0:
            return entries
        case 1:
            entries[at] = replace(one, facts='{"n":0}')
        case 2:
            del entries[at]
        case 3:
            entries[at], entries[at - 1] = entries[at - 1], entries[at]
        case 4:
            del entries[at:]
        case 5:
            hash_ = entry_hash(one.number, one.at, "answer", one.facts, one.before)
            entries[at] = replace(one, kind="answer", hash=hash_)
        case _:
            entries.insert(at, entries[at - 1])
    return entries


def told(flaws: tuple[Flaw, ...]) -> list[str]:
    return [
        f"entry {one.number}: {one.wrong}"
        if one.number == one.last
        else f"entries {one.number} to {one.last}: {one.wrong}"
        for one in flaws
    ]


CASES = [(how, at) for how in range(7) for at in (1, 3, 5)]


@pytest.mark.parametrize(("how", "at"), CASES)
def test_the_script_says_what_the_program_says(tmp_path: Path, how: int, at: int) -> None:
    entries, heads = tampered(how, at), [Head(6, chain(6)[-1].hash)]
    path = tmp_path / "audit.json"
    path.write_text(json.dumps(audit_record(entries, heads), ensure_ascii=False), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False
    )
    flaws = flaws_of(entries, heads)
    assert bool(flaws) == bool(how)
    assert done.returncode == (1 if flaws else 0), done.stderr
    if flaws:
        assert done.stdout.splitlines() == told(flaws)
    else:
        assert heads[0].hash in done.stdout


NODE = """
const fs = require("fs");
const page = fs.readFileSync(process.argv[1], "utf8");
const script = page.match(/<script>([\\s\\S]*)<\\/script>/)[1];
const verdictOf = new Function(script + "; return verdictOf;")();
(async () => {
  const said = [];
  for (const log of JSON.parse(fs.readFileSync(process.argv[2], "utf8"))) said.push(await verdictOf(log, ""));
  console.log(JSON.stringify(said));
})();
"""


def node() -> str:
    import shutil

    found = shutil.which("node")
    if found is None:
        pytest.skip("no node here")
    return found


def test_the_page_says_what_the_program_says(tmp_path: Path) -> None:
    heads = [Head(6, chain(6)[-1].hash)]
    logs: list[dict[str, Any]] = [audit_record(tampered(how, at), heads) for how, at in CASES]
    (tmp_path / "logs.json").write_text(json.dumps(logs), encoding="utf-8")
    (tmp_path / "run.js").write_text(
        NODE.replace("process.argv[1]", "process.argv[2]").replace(
            'fs.readFileSync(process.argv[2], "utf8"))) said',
            'fs.readFileSync(process.argv[3], "utf8"))) said',
        )
    )
    done = subprocess.run(
        [node(), str(tmp_path / "run.js"), str(PAGE), str(tmp_path / "logs.json")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for (how, at), verdict in zip(CASES, json.loads(done.stdout), strict=True):
        flaws = flaws_of(tampered(how, at), heads)
        assert verdict["good"] is not bool(flaws)
        assert not flaws or verdict["text"].split("\n") == told(flaws)


def test_the_page_fetches_nothing_and_shows_text_as_text() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "innerHTML" not in page
    assert "src=" not in page
    assert "http://" not in page
    assert "https://" not in page


@given(st.lists(st.sampled_from(range(12)), max_size=4), st.integers(0, 11))
@settings(max_examples=60, deadline=None)
def test_no_change_of_any_kind_goes_unnoticed(gone: list[int], at: int) -> None:
    entries = chain(12)
    heads = [Head(12, entries[-1].hash)]
    kept = [one for place, one in enumerate(entries) if place not in gone]
    flaws = flaws_of(kept, heads)
    missing = {number for one in flaws for number in range(one.number, one.last + 1)}
    assert missing == {place + 1 for place in gone}
    entries[at] = replace(entries[at], facts=entries[at].facts + " ")
    assert at + 1 in {one.number for one in flaws_of(entries, heads)}
