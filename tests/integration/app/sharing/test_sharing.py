"""A collection that one library publishes on a real Chroma server, and another asks along with its own."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chroma_servers import behind_tls, chroma_server
from engines import free_port
from fakes.generator import FakeGenerator
from fakes.words import WordEmbedder
from house import House
from sharing import NOW, allowed_house, answered, door_to, filled, reopened

from app.errors import NoEvidence, NothingToPublish
from app.events import SharedChanged
from app.sharing.publishing import Plan, Publishing, named
from app.words.reading_notes import reading_note
from app.words.sharing import unasked_words
from engine.cancel import CancelToken
from engine.errors import RemoteCollectionMissing, RemoteNameTaken, RemoteOtherModel
from engine.remote.places import Place, place_of
from rag.errors import MatterReadOnly
from rag.storing.terms import Terms, keep_terms
from rag.types import Answer, Outcome, SearchScope
from rag.types.records import Kind, Replayed

LAW = (
    "# Notification\n"
    "The controller notifies the supervisory authority of a breach within 72 hours.\n"
    "Fines are paid."
)
HOLIDAYS = "# Holidays\nEmployees have 28 days of holiday in a year.\nHolidays are taken in summer."
OWN = "# Canteen\nThe canteen opens at noon on weekdays.\nSoup is served on Mondays."
QUESTION = "Within how many hours does the controller notify the supervisory authority of a breach?"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as place, door_to(place) as found:
        yield found


def quietly(_at: int, _total: int) -> None:
    pass


def publishing(house: House) -> Publishing:
    assert house.services.sharing is not None
    return Publishing(house.services.sharing, house.store, house.vault)


def published(house: House, collection: str, name: str) -> Plan:
    plan = publishing(house).plan(collection, name, "Ada")
    assert publishing(house).publish(plan, quietly, NOW).whole
    return plan


@pytest.fixture
def theirs(chroma: Place, tmp_path: Path) -> Iterator[House]:
    """The library that publishes."""
    with allowed_house(tmp_path / "theirs", chroma) as house:
        filled(house, tmp_path / "their-files", "legal", gdpr=LAW, holidays=HOLIDAYS)
        yield house
        assert house.services.sharing is not None
        for one in house.services.sharing.offered():
            if one.own:
                publishing(house).withdraw(one.listed.name, NOW)


def shared_in(answer: Answer) -> list[str]:
    return [one.document for said in answer.sentences for one in said.citations if one.shared is not None]


def test_a_question_is_answered_from_what_another_published(
    theirs: House, chroma: Place, tmp_path: Path
) -> None:
    plan = published(theirs, "legal", "law")
    assert (plan.documents, plan.passages, plan.dimension) == (("gdpr.txt", "holidays.txt"), 4, 64)
    with allowed_house(tmp_path / "ours", chroma, "law", generator=FakeGenerator("Told.")) as ours:
        filled(ours, tmp_path / "our-files", "", notes=OWN)
        answer = answered(ours, QUESTION)
        assert answer.outcome is Outcome.ANSWERED
        assert shared_in(answer) == ["gdpr.txt"]
        (cited,) = [one for said in answer.sentences for one in said.citations]
        assert cited.shared is not None
        assert cited.quote in LAW
        assert cited.quote in cited.shared.text
        assert LAW[cited.start : cited.end] == cited.quote
        assert (cited.section, cited.page, cited.boxes) == ("Notification", 2, ())
        note = reading_note(cited)
        assert note == "from the shared collection “law” on 127.0.0.1, published by Ada"
        assert answer.unasked == ()
        (turn,) = ours.chats.turns(ours.chats.conversations()[0].id)
        assert turn.answer == answer, "as it is kept"
        *_, replayed = ours.chats.again_exactly(turn.id, NOW)
        assert isinstance(replayed, Replayed)
        assert [one.kind for one in replayed.differs] == [Kind.SHARED]
        with pytest.raises(NoEvidence) as refused:
            ours.services.evidence.of_turn(turn.id)
        assert refused.value.facts["shared"] is True
        own = answered(ours, "When does the canteen open on weekdays?")
        assert own.outcome is Outcome.ANSWERED
        assert shared_in(own) == []
        silent = answered(ours, "In which room does our works council meet?")
        assert silent.outcome is Outcome.SILENT


def test_an_empty_library_answers_from_shared_collections_alone(
    theirs: House, chroma: Place, tmp_path: Path
) -> None:
    published(theirs, "legal", "law")
    with allowed_house(tmp_path / "ours", chroma, "law") as ours:
        assert shared_in(answered(ours, "How many days of holiday do employees have?")) == ["holidays.txt"]


def test_only_the_whole_library_is_searched_along_with_them(
    theirs: House, chroma: Place, tmp_path: Path
) -> None:
    published(theirs, "legal", "law")
    with allowed_house(tmp_path / "ours", chroma, "law") as ours:
        filled(ours, tmp_path / "our-files", "house", notes=OWN)
        before = len(logged(ours))
        scope = SearchScope(collection="house")
        chat = ours.chats.create()
        list(ours.chats.ask(chat.id, QUESTION, NOW, scope))
        list(ours.chats.answer("What does notes.txt say of soup?", NOW))
        assert len(logged(ours)) == before, "nothing was asked"


def test_every_request_stands_in_the_log_without_a_word(theirs: House, chroma: Place, tmp_path: Path) -> None:
    published(theirs, "legal", "law")
    sent = logged(theirs)
    assert [one["what"] for one in sent if "ended" not in one] == [
        "list",
        "make",
        "look",
        "put",
        "put",
        "make",
    ]
    assert sum(one["passages"] for one in sent if "ended" not in one) == 4
    with allowed_house(tmp_path / "ours", chroma, "law") as ours:
        answered(ours, QUESTION)
        asked = logged(ours)
        assert [(one["what"], one["vectors"], one.get("ended")) for one in asked] == [
            ("list", 0, None), ("list", 0, "end"), ("search", 1, None), ("search", 1, "end"),
        ]  # fmt: skip
        assert {one["host"] for one in asked} == {chroma.url}
    for words in ("controller", "canteen", "holiday", "law", "gdpr"):
        assert words not in json.dumps([sent, asked])


def test_a_publication_stops_goes_on_follows_the_library_and_goes(
    theirs: House, chroma: Place, tmp_path: Path
) -> None:
    plan = publishing(theirs).plan("legal", "law")
    cancel = CancelToken()
    stopped = publishing(theirs).publish(plan, lambda *_: cancel.cancel(), cancel)
    assert (stopped.sent, stopped.whole) == (2, False)
    assert theirs.services.sharing is not None
    (offered,) = theirs.services.sharing.offered()
    assert (offered.whole, offered.own, offered.lacks) == (False, True, None)
    went: list[tuple[int, int]] = []
    done = publishing(theirs).publish(plan, lambda at, total: went.append((at, total)), NOW)
    assert (done.sent, done.there, done.dropped, done.whole) == (2, 2, 0, True)
    assert went[-1] == (4, 4)
    theirs.removals.put([next(one.id for one in theirs.store.list("legal") if one.name == "gdpr.txt")])
    filled(theirs, tmp_path / "their-files", "legal", pay="# Pay\nPay comes monthly.")
    done = publishing(theirs).publish(publishing(theirs).plan("legal", "law"), quietly, NOW)
    assert (done.sent, done.there, done.dropped, done.whole) == (1, 2, 2, True)
    with allowed_house(tmp_path / "ours", chroma, "law") as ours:
        assert shared_in(answered(ours, QUESTION)) == []
        publishing(theirs).withdraw("law", NOW)
        answer = answered(ours, "How many days of holiday do employees have?")
        assert shared_in(answer) == []
        (missed,) = answer.unasked
        assert missed.code == RemoteCollectionMissing.code
        assert "“law” on 127.0.0.1 could not be asked" in unasked_words(missed)


def test_what_another_published_is_not_overwritten_nor_deleted(
    theirs: House, chroma: Place, tmp_path: Path
) -> None:
    published(theirs, "legal", "law")
    with allowed_house(tmp_path / "ours", chroma) as ours:
        filled(ours, tmp_path / "our-files", "house", notes=OWN)
        with pytest.raises(RemoteNameTaken):
            publishing(ours).publish(publishing(ours).plan("house", "law"), quietly, NOW)
        with pytest.raises(RemoteNameTaken):
            publishing(ours).withdraw("law", NOW)
        with pytest.raises(RemoteCollectionMissing):
            publishing(ours).withdraw("never", NOW)
        with pytest.raises(NothingToPublish):
            publishing(ours).plan("nothing")
        with pytest.raises(NothingToPublish):
            publishing(ours).plan("house", "no/name")


def test_what_was_handed_over_on_terms_stays(theirs: House) -> None:
    keep_terms(theirs.vault, Terms(expires=time.time() + 3600))
    with pytest.raises(MatterReadOnly):
        publishing(theirs).plan("legal", "law")
    keep_terms(theirs.vault, Terms())


class Liar(WordEmbedder):
    """Calls itself as another does, and is none."""

    def embed(self, texts, cancel):  # type: ignore[no-untyped-def]
        return super().embed([text[::-1] for text in texts], cancel)


@pytest.mark.parametrize(
    ("embedder", "detail"), [(WordEmbedder("others/fp32/256"), "other"), (Liar(), "vectors")]
)
def test_vectors_of_another_model_find_nothing_which_is_told(
    theirs: House, chroma: Place, tmp_path: Path, embedder: WordEmbedder, detail: str
) -> None:
    published(theirs, "legal", "law")
    with allowed_house(tmp_path / "ours", chroma, "law", embedder=embedder) as ours:
        filled(ours, tmp_path / "our-files", "", notes=OWN)
        answer = answered(ours, "When does the canteen open on weekdays?")
        assert answer.outcome is Outcome.ANSWERED, "from the own library"
        (missed,) = answer.unasked
        assert (missed.code, json.loads(missed.facts)["detail"]) == (RemoteOtherModel.code, detail)


def test_another_precision_is_the_same_model(chroma: Place, tmp_path: Path) -> None:
    with allowed_house(tmp_path / "theirs", chroma, embedder=WordEmbedder("words/bf16/256")) as theirs:
        filled(theirs, tmp_path / "their-files", "legal", gdpr=LAW)
        published(theirs, "legal", "law")
        with allowed_house(tmp_path / "ours", chroma, "law", embedder=WordEmbedder("words/fp32/256")) as ours:
            assert shared_in(answered(ours, QUESTION)) == ["gdpr.txt"]
        publishing(theirs).withdraw("law", NOW)


def test_a_server_that_is_away_is_told_once_and_the_library_answers(tmp_path: Path) -> None:
    nobody = place_of(f"http://127.0.0.1:{free_port()}")
    with door_to(nobody) as place, allowed_house(tmp_path / "ours", place, "law", "notes") as ours:
        filled(ours, tmp_path / "our-files", "", notes=OWN)
        for _ in range(2):
            answer = answered(ours, "When does the canteen open on weekdays?")
            assert answer.outcome is Outcome.ANSWERED
            assert [(one.collection, one.code) for one in answer.unasked] == [
                ("law", "remote-unreachable"), ("notes", "remote-unreachable"),
            ]  # fmt: skip
        told = []
        while not ours.events.empty():
            told.append(ours.events.get())
        assert [one.away.code for one in told if isinstance(one, SharedChanged) and one.away] == [
            "remote-unreachable"
        ]
        assert len(logged(ours)) == 2, "one that is away is not asked for every question"


def test_a_wrong_certificate_is_told_and_nothing_asked(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "chroma") as plain, behind_tls(plain, tmp_path / "tls") as place:
        wrong = Place(place.host, place.port, True, place.address, "00" * 32)
        with door_to(wrong), allowed_house(tmp_path / "ours", wrong, "law") as ours:
            filled(ours, tmp_path / "our-files", "", notes=OWN)
            answer = answered(ours, "When does the canteen open on weekdays?")
            assert answer.outcome is Outcome.ANSWERED
            assert [one.code for one in answer.unasked] == ["remote-untrusted"]


def test_a_file_that_somebody_changed_is_told_and_nobody_asked(chroma: Place, tmp_path: Path) -> None:
    with allowed_house(tmp_path / "ours", chroma, "law") as ours:
        file = ours.services.paths.shared
    fields = json.loads(file.read_text())
    file.write_text(json.dumps(fields | {"port": 9}))
    with reopened(tmp_path / "ours") as ours:
        filled(ours, tmp_path / "our-files", "", notes=OWN)
        answer = answered(ours, "When does the canteen open on weekdays?")
        assert answer.outcome is Outcome.ANSWERED
        assert [one.code for one in answer.unasked] == ["remote-not-allowed"]
        assert logged(ours) == []
    file.unlink()


def test_without_a_server_nothing_is_shared(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    assert house.services.sharing is None
    house.close()


@pytest.mark.parametrize(
    ("collection", "name"),
    [
        ("legal", "legal"),
        ("Verträge 2024", "Vertraege-2024"),
        ("", "library"),
        ("§", "library"),
        ("ab", "library-ab"),
    ],
)
def test_a_name_is_made_that_servers_take(collection: str, name: str) -> None:
    assert named(collection) == name


def logged(house: House) -> list[dict[str, object]]:
    return [json.loads(one.facts) for one in house.services.audit.entries() if one.kind == "shared"]
