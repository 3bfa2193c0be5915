"""Lists of words end in a package where nothing more is ever asked of them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgpack
import pytest

from bundle.word_lists import shortened, with_short_lists
from rag.language import word_lists
from rag.language.word_lists import MOST, common_words, many_words


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What was read is read again."""
    common_words.cache_clear()
    yield
    common_words.cache_clear()


@pytest.mark.parametrize("code", ["de", "ar", "fi", "da"])
def test_what_is_asked_of_a_list_is_the_same_of_the_shortened_one(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: None
) -> None:
    """The last has a small list alone, which is shorter than what may be asked for."""
    many, common = list(many_words(code, MOST).items()), list(common_words(code).items())
    source = word_lists._folder()
    for path in source.glob(f"*_{code}.msgpack.gz"):
        (tmp_path / path.name).write_bytes(shortened(path.read_bytes()))
    common_words.cache_clear()
    monkeypatch.setattr(word_lists, "_folder", lambda: tmp_path)
    assert list(many_words(code, MOST).items()) == many
    assert list(common_words(code).items()) == common


def test_a_long_list_becomes_a_short_one_each_time_the_same() -> None:
    data = (word_lists._folder() / "large_fi.msgpack.gz").read_bytes()
    few = shortened(data)
    assert len(few) < len(data) / 4
    assert few == shortened(data)
    head, *words = msgpack.unpackb(gzip.decompress(shortened(data, 50)))
    assert head == {"format": "cB", "version": 1}
    assert sum(not word_lists.FIGURES.match(one) for some in words for one in some) == 50


def test_no_more_is_asked_for_than_is_held() -> None:
    with pytest.raises(ValueError, match="100001"):
        many_words("en", MOST + 1)


def test_lists_alone_are_shortened(tmp_path: Path) -> None:
    other = tmp_path / "words.txt"
    other.write_text("words")
    source = str(word_lists._folder() / "large_de.msgpack.gz")
    entries = [
        ("docs/words.msgpack.gz", str(other), "DATA"),
        ("wordfreq/data/large_de.msgpack.gz", source, "DATA"),
        ("wordfreq/data/words.txt", str(other), "DATA"),
    ]
    kept = list(with_short_lists(entries, tmp_path / "lists"))
    assert [place for place, *_ in kept] == [place for place, *_ in entries]
    assert [source for _, source, _ in kept][::2] == [str(other)] * 2
    made = Path(kept[1][1])
    assert made.parent == tmp_path / "lists"
    assert made.stat().st_size < Path(source).stat().st_size / 3
