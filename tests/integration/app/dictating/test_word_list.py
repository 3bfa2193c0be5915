"""A person's own words for dictation, in a vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from models import model_path

from app.dictating.word_list import ListedWord, WordList, fitting, words_of
from app.errors import WordUnfit, WordUnknown
from engine.speech.vocabulary import Vocabulary
from rag.storing.copying import copy_under
from rag.storing.dictation import DictationStore
from rag.storing.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault.create(tmp_path / "vault", bytes(32))
    yield made
    made.close()


@pytest.fixture
def words(vault: Vault) -> WordList:
    return WordList(DictationStore(vault))


def test_the_latest_come_first_and_one_is_there_once_as_it_is_written_now(words: WordList) -> None:
    words.add(["szymanski", "Thyssengas"])
    words.add(["  Saoirse ", "Szymanski"])
    assert [one.text for one in words.all()] == ["Saoirse", "Szymanski", "Thyssengas"]
    assert words.remove("SAOIRSE") == "Saoirse"
    with pytest.raises(WordUnknown):
        words.remove("Saoirse")
    assert words.lacking(["Saoirse", "szymanski"]) == ["Saoirse"]


@pytest.mark.parametrize("wrong", ["", "12/34", "x" * 61])
def test_what_is_no_word_is_refused_and_nothing_beside_it_is_kept(words: WordList, wrong: str) -> None:
    with pytest.raises(WordUnfit):
        words.add(["Saoirse", wrong])
    assert words.all() == []


def test_what_has_no_room_is_the_oldest_and_is_known(words: WordList) -> None:
    words.add([f"Featherstonehaugh{number}" for number in range(20)])
    told = [one.text for one in words.all() if one.told]
    assert told == [f"Featherstonehaugh{number}" for number in range(len(told))]
    assert 5 < len(told) < 20
    assert words.told() == tuple(told)
    assert words.all()[-1] == ListedWord("Featherstonehaugh19", False)


def test_many_are_pasted_by_lines_commas_and_tabs(words: WordList) -> None:
    text = "Kowalczyk\r\nSzymanski, Oyelaran;Nguyen\tkowalczyk\n\n  شركة الخوارزمي، أدكوبكو\n"
    assert words_of(text) == ["kowalczyk", "Szymanski", "Oyelaran", "Nguyen", "شركة الخوارزمي", "أدكوبكو"]


def test_the_words_of_a_person_stay_where_a_vault_is_handed_on(
    vault: Vault, words: WordList, tmp_path: Path
) -> None:
    words.add(["Saoirse"])
    (tmp_path / "copy").mkdir()
    copy_under(vault, tmp_path / "copy" / "vault", bytes(32))
    copied = Vault.open(tmp_path / "copy" / "vault", bytes(32))
    assert WordList(DictationStore(copied)).all() == []
    copied.close()


@pytest.mark.model
@pytest.mark.parametrize(
    "word", ["Featherstonehaugh", "Rechtsanwaltskammer", "Łukasiewicz", "الخوارزمي", "東京", "Ng", "Wolf"]
)
def test_all_that_has_room_is_within_what_a_model_can_be_told(word: str) -> None:
    """The last of them too."""
    vocabulary = Vocabulary(model_path("whisper-tiny.en") / "tokenizer.json", multilingual=False)
    told = vocabulary.text(vocabulary.before(fitting([f"{word}"] * 200)))
    assert told.count(word) == len(fitting([word] * 200))
