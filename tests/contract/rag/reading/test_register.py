"""What every reader promises, for each format of the register."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from files import documents, mail, office, pictures
from files.reading import read, saved, written
from models import model_path

from rag.errors import (
    FileCorrupt,
    FileEmpty,
    FileMissing,
    FileUnreadable,
)
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import SUFFIXES, Format
from rag.reading.mime_types import TYPES, all_types
from rag.reading.sound.model_files import HEARER_FOLDER
from rag.storing.document_rows import place_name
from rag.types import PageUnit, TextSource

_README = Path(__file__).parents[4] / "README.md"
_ODS = (
    '<table:table table:name="Fees"><table:table-row><table:table-cell><text:p>Ten</text:p>'
    "</table:table-cell></table:table-row></table:table>"
)
_ODP = "<draw:page><draw:frame><draw:text-box><text:p>Ten</text:p></draw:text-box></draw:frame></draw:page>"

_NOTICE = Path(__file__).resolve().parents[3] / "data" / "speech" / "notice.opus"


@pytest.fixture(autouse=True)
def hearer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings are heard with the smallest model, where it is installed."""
    if "RECORDING" in request.node.name:
        monkeypatch.setenv(HEARER_FOLDER, str(model_path("whisper-tiny.en")))


SAMPLES: dict[Format, Callable[[Path], Path]] = {
    Format.PDF: lambda folder: documents.pdf(folder / "a.pdf", [documents.BREACH, "Second page\n\nhere"]),
    Format.TEXT: written("a.txt", "One page\nof text\fThe next page"),
    Format.MARKDOWN: written("a.md", "# Guide\n\nText.\n\n## Use\n\n- one\n- two\n"),
    Format.WORD: lambda folder: documents.docx(folder / "a.docx"),
    Format.HTML: written("a.html", "<h1>Guide</h1><p>Text &amp; more.</p><ul><li>one</li></ul>"),
    Format.TABLE: written("a.csv", "Name,City\nAda,London\nKurt,Vienna\n"),
    Format.SHEETS: lambda folder: office.xlsx(folder / "a.xlsx"),
    Format.OLD_SHEETS: lambda folder: office.xls(folder / "a.xls"),
    Format.SLIDES: lambda folder: office.pptx(folder / "a.pptx"),
    Format.BOOK: lambda folder: office.epub(folder / "a.epub"),
    Format.OPEN_TEXT: lambda folder: office.odt(folder / "a.odt"),
    Format.OPEN_SHEETS: lambda folder: office.opendocument(folder / "a.ods", "spreadsheet", _ODS),
    Format.OPEN_SLIDES: lambda folder: office.opendocument(folder / "a.odp", "presentation", _ODP),
    Format.RICH_TEXT: written("a.rtf", r"{\rtf1\ansi Gr\'fc\'dfe\par Ende}"),
    Format.MAIL: lambda folder: office.eml(folder / "a.eml", {"note.txt": b"A note."}),
    Format.OUTLOOK: lambda folder: office.msg(folder / "a.msg", "The body.", {"b.txt": b"A word. " * 512}),
    Format.CALENDAR: written(
        "a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Hearing\nEND:VEVENT\nEND:VCALENDAR\n"
    ),
    Format.CARDS: written("a.vcf", "BEGIN:VCARD\nFN:Ada Lovelace\nEND:VCARD\n"),
    Format.MAILBOX: written("a.mbox", "From a@x Tue Jun  4 09:30:00 2024\nFrom: a@x\nSubject: A\n\nText\n"),
    Format.PACKED_MAIL: lambda folder: saved(folder / "winmail.dat", mail.tnef(body=b"The body.\0")),
    Format.SIGNED: lambda folder: saved(folder / "a.txt.p7m", mail.streamed(b"A note.")),
    Format.IMAGE: lambda folder: pictures.saved(folder / "a.png"),
    Format.ARCHIVE: lambda folder: office.zip_of(folder / "a.zip", {"b.txt": "B", "a.md": "# A"}),
    Format.RECORDING: lambda folder: saved(folder / "a.opus", _NOTICE.read_bytes()),
    Format.MARKED_UP: written("a.xml", "<meter><place>Hall</place><read>77</read></meter>"),
    Format.RESTRUCTURED: written("a.rst", "Guide\n=====\n\nText.\n\nUse\n---\n\n- one\n"),
    Format.RECORDS: written("a.jsonl", '{"key":"d::1","label":"1","text":"First"}\n{"name":"x","size":3}\n'),
}


@pytest.mark.parametrize("form", list(SAMPLES))
def test_every_reader_gives_the_document_then_its_pages_in_order(form: Format, tmp_path: Path) -> None:
    path = SAMPLES[form](tmp_path)
    assert format_of(path) is form
    info, pages = read(path)
    assert [page.number for page in pages] == list(range(1, info.page_count + 1))
    assert any(page.text for page in pages)
    assert info.unit is form.value.unit
    if form.value.holds_files:
        assert all(page.label for page in pages)  # each page says whose it is
    elif form.value.unit is not PageUnit.PAGE:
        assert place_name(info.unit, 1, pages[0].label) != "page 1"


def test_every_format_but_the_wrapper_of_others_has_a_sample() -> None:
    # Nothing but Outlook writes its mailboxes: containers/test_outlook_folders.py stands in for its library.
    assert set(Format) - set(SAMPLES) == {Format.PROTECTED, Format.FOLDERS}


@pytest.mark.parametrize("form", list(Format))
def test_the_readme_tells_what_a_citation_names_in_every_format(form: Format) -> None:
    told = re.findall(r"^\| (.+?) \| (.+?) \|$", _README.read_text(encoding="utf-8"), re.MULTILINE)
    for name in form.value.name.split(", ") if form.value.suffixes else ():
        (names,) = [named for kinds, named in told if re.search(rf"\b{name}\b", kinds)]
        assert form.value.unit is not None
        assert form.value.unit.value in names


@pytest.mark.parametrize("form", list(Format))
def test_a_reader_draws_pages_where_the_register_says_so(form: Format) -> None:
    reader = form.value.reader()
    assert callable(reader.read)
    assert hasattr(reader, "render") is form.value.is_drawn


def test_no_suffix_names_two_formats() -> None:
    every = [suffix for form in Format for suffix in form.value.suffixes]
    assert len(every) == len(SUFFIXES)
    assert every == [suffix.lower() for suffix in every]


def test_the_register_imports_no_reader_and_no_library() -> None:
    code = (
        "import sys; import rag.reading.formats; print(*sorted(name for name in sys.modules"
        " if name.partition('.')[0] not in sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    ours = {"__main__", "rag", "rag.reading", "rag.reading.formats", "rag.types"}
    assert {name for name in done.stdout.split() if not name.startswith("rag.types.")} <= ours


@pytest.mark.parametrize("form", list(SAMPLES))
def test_lines_words_and_headings_are_places_in_their_page(form: Format, tmp_path: Path) -> None:
    _, pages = read(SAMPLES[form](tmp_path))
    source = TextSource.OCR if form is Format.IMAGE else TextSource.TEXT
    for page in pages:
        assert page.source is (source if page.text else TextSource.NONE)
        for line in page.lines:
            assert line.start == line.end or page.text[line.start : line.end] == line.text
            assert "\n" not in line.text
        for word in page.words:
            assert page.text[word.start : word.end].split() == [page.text[word.start : word.end]]
            assert 0 <= word.box.x0 < word.box.x1 <= 1
            assert 0 <= word.box.y0 < word.box.y1 <= 1
        for heading in page.headings:
            assert 0 <= heading.start < heading.end <= len(page.text)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_files_that_are_none_are_refused_by_every_reader(suffix: str, tmp_path: Path) -> None:
    missing, empty, folder = (tmp_path / f"{name}{suffix}" for name in ("missing", "empty", "folder"))
    empty.touch()
    folder.mkdir()
    for path, fault in ((missing, FileMissing), (empty, FileEmpty), (folder, FileUnreadable)):
        with pytest.raises(fault) as refused:
            reader_for(path)
        assert refused.value.facts["path"] == str(path)


_TOLD_BY_CONTENT = sorted(
    suffix for suffix, form in SUFFIXES.items() if form.value.is_binary or form.value.sign
)


@pytest.mark.parametrize("suffix", _TOLD_BY_CONTENT)
def test_garbage_is_corrupt_not_a_crash(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"garbage{suffix}"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(FileCorrupt):
        read(path)


def test_every_format_has_a_name_for_desktops_or_none_on_purpose() -> None:
    assert set(TYPES) == set(Format)
    assert {form for form, names in TYPES.items() if not names} == {Format.PROTECTED, Format.FOLDERS}
    names = all_types()
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]+", name) for name in names)
