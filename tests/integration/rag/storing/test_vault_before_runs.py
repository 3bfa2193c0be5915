"""A vault of the version before runs (`tests/data/vault_before_runs`) opens and shows what it held.

`vault_before_runs.json` beside it is what that version showed of it: its own reports, rows and lines.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fakes.generator import FakeGenerator
from fakes.words import WordEmbedder
from house import House

from app.paths import Paths
from app.runs.table import lines
from app.security.keys import open_or_create_key
from app.services import Services, open_services
from app.words.surveys import silent_words
from engine.cancel import CancelToken
from engine.types import Message
from rag.runs.types import Ended, Part, PartState, Point, Report, Result, Run, RunState, Verdict
from rag.storing.migrations import MIGRATIONS
from rag.storing.vault import Vault
from rag.summarising.types import SummaryScope
from rag.surveying.types import DISTANCE, SurveyScope, unread

DATA = Path(__file__).parents[3] / "data"
HELD = DATA / "vault_before_runs"
PASSPHRASE = "correct horse battery staple"
BEFORE = 7  # the schema it was left with
SHOWN: dict[str, list[dict[str, Any]]] = json.loads(
    DATA.joinpath("vault_before_runs.json").read_text("utf-8")
)
SUMMARIES, SURVEYS = SHOWN["summaries"], SHOWN["surveys"]
LAST_SUMMARY = max(one["summary"]["id"] for one in SUMMARIES)  # surveys are numbered on from there


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HELD, tmp_path / "home"))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Opened as a person opens it. Nothing may change it."""
    folder = tmp_path_factory.mktemp("before")
    paths = Paths(Path(shutil.copytree(HELD, folder / "home")), folder / "models")
    with closing(
        open_services(paths, PASSPHRASE, keyring_allowed=False, mirror=False, watch=False)
    ) as opened:
        yield opened


def plain(value: Any) -> Any:
    """As JSON holds it; a citation then did not say whether its page was read poorly, or whose it is."""

    def without(fields: dict[str, Any]) -> dict[str, Any]:
        return {name: one for name, one in fields.items() if name not in ("poor", "shared") or one}

    return json.loads(json.dumps(value), object_hook=without)


def points(found: Sequence[Point]) -> list[dict[str, Any]]:
    """Without what points did not have then: a verdict, and places by column, of which there are none."""
    assert not any(one.places for one in found)
    return [{k: v for k, v in plain(asdict(one)).items() if k not in ("verdict", "places")} for one in found]


def by_id(run_id: int) -> dict[str, Any]:
    return next(one for one in SUMMARIES if one["summary"]["id"] == run_id)


def test_all_that_was_kept_is_listed_the_newest_first(services: Services) -> None:
    made = [(one["summary"]["created"], one["summary"]["id"]) for one in SUMMARIES]
    made += [(one["survey"]["created"], one["survey"]["id"] + LAST_SUMMARY) for one in SURVEYS]
    runs = services.runs.runs()
    assert len(runs) == 8
    assert [(run.created, run.id) for run in runs] == sorted(made, reverse=True)
    assert services.runs.pending() == []


@pytest.mark.parametrize("number", range(len(SUMMARIES)))
def test_a_summary_is_shown_as_before(services: Services, number: int) -> None:
    told = SUMMARIES[number]
    before = told["summary"]
    report = services.runs.report(before["id"])
    run = report.run
    assert (run.title, run.document, run.other, list(run.columns), run.model, run.state.value) == (
        before["title"], before["document"], before["other"], before["columns"], before["model"],
        before["state"],
    )  # fmt: skip
    assert (run.created, run.updated, run.total, run.done) == (
        before["created"], before["updated"], before["total"], before["done"],
    )  # fmt: skip
    asked = before["scope"]
    assert run.maker == ("summary" if asked["other_id"] is None else "comparison")
    assert (run.document_id, run.other_id) == (asked["document_id"], asked["other_id"])
    scope = SummaryScope.of(run)
    assert (scope.kind, scope.length.value, scope.words, scope.seed) == (
        asked["kind"], asked["length"], asked["words"], before["seed"],
    )  # fmt: skip
    assert points(report.quick) == told["quick"]
    assert [(one.heading, one.page, points(one.points)) for one in report.blocks] == [
        (one["heading"], one["page"], one["points"]) for one in told["blocks"]
    ]
    assert plain(asdict(report.covered)) == told["covered"]
    assert (report.seconds, report.prompt_tokens, report.generated_tokens) == (
        told["seconds"], told["prompt_tokens"], told["generated_tokens"],
    )  # fmt: skip
    assert all((one.part.document_id, one.part.document) == (run.document_id, run.document)
               for one in report.results)  # fmt: skip


@pytest.mark.parametrize("number", range(len(SURVEYS)))
def test_a_table_is_shown_as_before(services: Services, number: int) -> None:
    told = SURVEYS[number]
    before = told["survey"]
    run = services.runs.get(before["id"] + LAST_SUMMARY)
    assert (run.maker, run.title, run.model, run.state.value) == (
        "survey", before["question"], before["model"], before["state"],
    )  # fmt: skip
    assert (run.created, run.updated, run.total, run.done, run.found) == (
        before["created"], before["updated"], before["total"], before["done"], before["found"],
    )  # fmt: skip
    assert plain(asdict(SurveyScope.of(run))) == before["scope"]
    assert unread(run) == before["unread"]
    assert (run.document_id, run.other_id) == (None, None)
    rows = services.runs.results(run.id)
    shown = [
        {
            "place": line.place,
            "document": line.part.document,
            "state": line.state.value,
            "answer": line.answer,
            "page": line.page,
            "section": line.section,
            "citations": plain([asdict(one) for one in line.citations]),
            "seconds": line.seconds,
        }
        for line in lines(run, rows)
    ]
    # What is said of a document without an answer is no part of what was kept.
    silent = silent_words(SurveyScope.of(run).kind)
    assert shown == [one | ({"answer": silent} if one["state"] == "silent" else {}) for one in told["lines"]]
    for row, was in zip(rows, told["rows"], strict=True):
        assert (row.part.place, (row.verdict or row.state).value) == (was["place"], was["state"])
        finding = was["finding"]
        if finding is None:
            assert row == Result(row.part)
            continue
        assert (row.prompt_tokens, row.generated_tokens, row.seconds) == (
            finding["prompt_tokens"], finding["generated_tokens"], finding["seconds"],
        )  # fmt: skip
        assert (row.reason == DISTANCE) is (finding["judge"] == "distance")
        assert [(one.text, one.verdict.value) for one in row.points] == [
            (one["text"], one["state"]) for one in finding["items"]
        ]


def test_what_is_shown_has_pages_and_places_on_them(services: Services) -> None:
    """So that the comparisons above compare something."""
    runs = services.runs.runs()
    assert {(run.maker, run.state) for run in runs} == {
        ("summary", RunState.DONE),
        ("summary", RunState.STOPPED),
        ("comparison", RunState.DONE),
        ("survey", RunState.DONE),
        ("survey", RunState.STOPPED),
    }
    citations = [
        citation
        for run in runs
        for one in services.runs.results(run.id)
        for point in one.points
        for citation in point.citations
    ]
    assert any(one.page > 1 and one.boxes for one in citations)
    table = next(one for one in SUMMARIES if one["summary"]["title"] == "Obligations")
    assert any(point["cells"] for block in table["blocks"] for point in block["points"])


def test_tables_are_found_by_what_they_say_as_summaries_are(services: Services) -> None:
    def found(text: str) -> list[str]:
        return [run.title for run in services.runs.search(text)]

    assert found("1450 turns minute") == ["At how many turns a minute must the pump run?"]
    assert found("send receipt") == [
        "What must the tenant do?",
        "Executive summary",
        "Comparison",
        "Obligations",
    ]


def test_the_old_tables_are_gone_and_the_file_is_sound(services: Services) -> None:
    with services.vault.read() as db:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {"runs", "run_parts"} <= there
    assert not there & {"summaries", "summary_parts", "surveys", "survey_rows"}
    assert services.vault.damage() == []


# --- going on with what was stopped -------------------------------------------------------------------------


def reply(messages: Sequence[Message]) -> str:
    """Sentences that stand in what it is shown."""
    text = messages[-1].text
    said = [
        line for line in text.replace(". ", ".\n").splitlines() if line.startswith(("The ", "A ", "When"))
    ]
    return "\n".join(f"- {line}" for line in said[:3]) or "None."


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    key = open_or_create_key(home, PASSPHRASE, keyring_allowed=False)
    embedder = WordEmbedder("all-minilm-l6-v2", 384)
    opened = House(home, embedder=embedder, generator=FakeGenerator(reply), resume=False, key=key)
    yield opened
    opened.close()


def gone_on(house: House, run: Run) -> tuple[Report, Report]:
    """Before and after."""
    before = house.runs.report(run.id)
    *_, last = house.runs.run(run.id, CancelToken())
    assert isinstance(last, Ended)
    return before, house.runs.report(run.id)


@pytest.mark.parametrize("maker", ["summary", "survey"])
def test_what_was_stopped_goes_on_where_it_stopped(house: House, maker: str) -> None:
    (run,) = [one for one in house.runs.runs([maker]) if one.state is RunState.STOPPED]
    before, after = gone_on(house, run)
    done = [one for one in before.results if one.state is PartState.DONE]
    assert 0 < len(done) < len(before.results)
    assert after.run.state is RunState.DONE
    assert [one for one in after.results if one.part.place < len(done)] == done, "not made again"
    assert {one.state for one in after.results} == {PartState.DONE}
    assert len(after.results) == run.total
    assert any(one.points for one in after.results[len(done) :])
    if maker == "summary":
        assert after.quick == before.quick
        assert after.covered.parts_read == run.total
        assert any(block.points for block in after.blocks)


def test_what_was_done_is_made_anew(house: House) -> None:
    (kept,) = house.runs.runs(["comparison"])
    again = house.summaries.again(kept.id)
    _, report = gone_on(house, again)
    assert report.run.state is RunState.DONE
    told = by_id(kept.id)
    assert [points(block.points) for block in report.blocks] == [one["points"] for one in told["blocks"]]
    (table,) = [one for one in house.runs.runs(["summary"]) if one.title == "Obligations"]
    _, report = gone_on(house, house.summaries.again(table.id))
    for block, before in zip(report.blocks, by_id(table.id)["blocks"], strict=True):
        for point, said in zip(points(block.points), before["points"], strict=True):
            # A quote began with the heading above its sentence then: "2. Rent The tenant must pay …".
            assert said["text"].endswith(point["text"])
            assert (point["cells"], point["support"]) == (said["cells"], said["support"])
            (there,), (was,) = point["citations"], said["citations"]
            assert (there["page"], there["end"]) == (was["page"], was["end"])


def test_a_table_of_before_is_found_unfinished_and_is_deleted(house: House) -> None:
    (run,) = [one for one in house.runs.runs(["survey"]) if one.state is RunState.STOPPED]
    assert house.surveys.unfinished(run.title, SurveyScope.of(run)) == run
    house.runs.delete(run.id)
    assert run.id not in [one.id for one in house.runs.runs()]
    (summary,) = house.runs.runs(["comparison"])
    assert summary.other_id is not None
    house.library.remove(summary.other_id)
    assert house.runs.runs(["comparison"]) == []


# --- the step itself ----------------------------------------------------------------------------------------


def everything(vault: Vault) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that kept work lies in."""
    with vault.read() as db:
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        wanted = there & {"runs", "run_parts", "summaries", "summary_parts", "surveys", "survey_rows"}
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in sorted(wanted)}


def test_opening_again_changes_nothing(home: Path) -> None:
    key = open_or_create_key(home, PASSPHRASE, keyring_allowed=False)
    with closing(Vault.open(home / "vault.db", key)) as vault:
        first = everything(vault)
    with closing(Vault.open(home / "vault.db", key)) as vault:
        assert everything(vault) == first
    assert list(first) == ["run_parts", "runs"]


def test_a_step_that_ends_half_way_leaves_the_old_vault_whole(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = open_or_create_key(home, PASSPHRASE, keyring_allowed=False)
    old = MIGRATIONS[:BEFORE]
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", old)
    with closing(Vault.open(home / "vault.db", key)) as vault:
        before = everything(vault)
    assert list(before) == ["summaries", "summary_parts", "survey_rows", "surveys"]
    broken = (*old, MIGRATIONS[BEFORE] + "SELECT x FROM nowhere;\n")
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", broken)
    with pytest.raises(Exception, match="nowhere"):
        Vault.open(home / "vault.db", key)
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", old)
    with closing(Vault.open(home / "vault.db", key)) as vault:
        assert everything(vault) == before
        assert vault.damage() == []
        with vault.read() as db:
            assert db.execute("PRAGMA user_version").fetchone() == (BEFORE,)
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", MIGRATIONS)
    with closing(Vault.open(home / "vault.db", key)) as vault:
        assert len(everything(vault)["runs"]) == 8


def test_what_was_left_in_the_middle_of_anything_comes_along(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """States that a vault may hold and the one beside does not."""
    key = open_or_create_key(home, PASSPHRASE, keyring_allowed=False)
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", MIGRATIONS[:BEFORE])
    near = {"state": "near", "judge": "model", "seconds": 0.5, "prompt_tokens": 7, "generated_tokens": 3}
    near["items"] = [{"text": '“[1] is "so"”', "citations": [], "state": "near"}]
    failed = {**near, "state": "failed", "items": [], "error_code": "worker-died"}
    failed["error_facts"] = '{"reason": "memory"}'
    skipped = {
        "part": {"place": 0, "heading": "Index", "page": 2, "page_end": 3, "start": 5, "end": 9},
        "state": "skipped", "points": [], "reason": "an index", "seconds": 0.0, "prompt_tokens": 0,
        "generated_tokens": 0, "error_code": "", "error_facts": "{}",
    }  # fmt: skip
    with closing(Vault.open(home / "vault.db", key)) as vault, vault.write() as db:
        db.execute(
            "INSERT INTO surveys VALUES (70, 'Who?', 'documents', 'laws', '[]', 'm', 'running', 2, 9e9, 9e9)"
        )
        rows = [(0, "otherwise", near), (1, "near", near), (2, "failed", failed), (3, "waiting", None)]
        for place, state, finding in rows:
            db.execute(
                "INSERT INTO survey_rows VALUES (70, ?, 99, 'gone.txt', '', 1, 0, NULL, ?, ?)",
                (place, state, None if finding is None else json.dumps(finding, ensure_ascii=False)),
            )
        summary = (
            "INSERT INTO summaries (id, document_id, other_id, kind, length, words, title, columns, model,"
            " seed, state, created, updated) VALUES (?, 2, ?, ?, 'page', 450, 'T', '[]', '', 3, ?, 9e9, 9e9)"
        )
        db.execute(summary, (80, 1, "comparison", "queued"))
        db.execute(summary, (81, None, "executive", "running"))
        db.execute("INSERT INTO summary_parts VALUES (81, 0, 'skipped', ?)", (json.dumps(skipped),))
    monkeypatch.setattr("rag.storing.vault.MIGRATIONS", MIGRATIONS)
    house = House(home, embedder=WordEmbedder("all-minilm-l6-v2", 384), resume=False, key=key)
    with closing(house):
        assert [one.id for one in house.runs.pending()] == [81, 151, 80]
        results = house.runs.results(151)
        assert [(one.state.value, one.verdict) for one in results] == [
            ("done", Verdict.OTHERWISE),
            ("done", Verdict.NEAR),
            ("failed", None),
            ("waiting", None),
        ]
        assert results[1].points[0].text == '“[1] is "so"”'
        assert results[2].error_code == "worker-died"
        assert json.loads(results[2].error_facts) == {"reason": "memory"}
        assert results[3] == Result(Part(3, 99, "gone.txt"))
        run = house.runs.get(151)
        assert (SurveyScope.of(run).collection, unread(run), run.done, run.found) == ("laws", 2, 3, 0)
        (part,) = house.runs.report(81).covered.skipped
        assert (part.part, part.reason) == (Part(0, 2, "lease.txt", "Index", 2, 3, 5, 9), "an index")
        _, report = gone_on(house, house.runs.get(80))
        assert report.run.state is RunState.DONE
        assert [points(one.points) for one in report.blocks] == [one["points"] for one in by_id(2)["blocks"]]
