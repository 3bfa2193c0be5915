"""DOCX: whatever stands in its parts, it is read, and nothing of it that is plain text is lost."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from files.word import word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import ReadError
from rag.reading.office.word.reader import read
from rag.reading.office.word.survey import surveyed
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_WRAPPERS = (
    "w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:ins", "w:hyperlink", "w:smartTag",
    "w:fldSimple", "w:pict", "v:textbox", "w:txbxContent", "mc:AlternateContent", "mc:Choice", "mc:Fallback",
    "w:ruby", "w:rubyBase", "w:rt", "m:oMath", "m:oMathPara", "m:f", "m:num", "m:den", "m:e", "m:sSup",
    "m:sup", "m:d", "m:rad", "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:tcPr", "w:trPr",
)  # fmt: skip
_LEAVES = (
    "<w:t>words</w:t>", "<m:t>x+1</m:t>", "<w:br w:type='page'/>", "<w:lastRenderedPageBreak/>",
    "<w:br/>", "<w:tab/>", "<w:fldChar w:fldCharType='begin'/>", "<w:fldChar w:fldCharType='separate'/>",
    "<w:fldChar w:fldCharType='end'/>", "<w:instrText> FORMCHECKBOX </w:instrText>", "<w:instrText/>",
    "<w:instrText>SYMBOL 12 \\f Symbol</w:instrText>", "<w:sym w:font='Symbol' w:char='F0B3'/>",
    "<w:sym w:char='000C'/>", "<w:footnoteReference w:id='1'/>", "<w:commentReference w:id='1'/>",
    "<w:vanish/>", "<w:strike w:val='x'/>", "<w:numPr><w:numId w:val='1'/></w:numPr>", "<w:sectPr/>",
    "<w:pageBreakBefore/>", "<w:rStyle w:val='a'/>", "<w:gridSpan w:val='99999999'/>", "<w:vMerge/>",
    "<w:gridBefore w:val='7'/>", "<w:hidden/>", "<w14:checkbox/>", "<w:dropDownList/>", "<w:date/>",
    "<w:sectPr><w:type w:val='oddPage'/></w:sectPr>", "<w:altChunk r:id='x'/>", "<!-- said -->",
    "<w:outlineLvl w:val='99999999999'/>", "<v:textpath/>", "<w:ffData/>",
)  # fmt: skip


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(_WRAPPERS),
        st.lists(inner, max_size=5),
    )


_TREES = st.lists(st.recursive(st.sampled_from(_LEAVES), _wrapped, max_leaves=25), max_size=8).map("".join)
_NUMBERS = st.integers(-3, 12).map(str) | st.sampled_from(("", "x", "99999999999"))


def _read(folder: Path, body: str, stories: dict[str, str]) -> str:
    path = word(folder / "any.docx", body, stories)
    events = list(read(Source(path), None))
    pages = [event for event in events if isinstance(event, Page)]
    assert isinstance(events[0], DocumentInfo)
    assert events[0].page_count == len(pages) > 0
    return "\n".join(page.text for page in pages)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("word")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=_TREES, note=_TREES)
def test_any_tree_of_elements_is_read(folder: Path, body: str, note: str) -> None:
    stories = {
        "footnotes": f"<w:footnote w:id='1'>{note}</w:footnote>",
        "comments": f"<w:comment w:id='1'>{note}</w:comment>",
        "header1": note,
    }
    end = "<w:sectPr><w:headerReference w:type='default' r:id='header1'/></w:sectPr>"
    said = _read(folder, f"{body}<w:p><w:r><w:t>last words</w:t></w:r></w:p>{end}", stories)
    assert "last words" in said


@settings(max_examples=100, deadline=None)
@given(
    levels=st.lists(
        st.tuples(
            _NUMBERS, st.sampled_from(("decimal", "none", "bullet", "custom", "hex")), _NUMBERS, _NUMBERS
        ),
        max_size=4,
    ),
    used=st.lists(st.tuples(_NUMBERS, _NUMBERS), min_size=1, max_size=6),
)
def test_any_definitions_of_numbers_are_read(
    folder: Path, levels: list[tuple[str, str, str, str]], used: list[tuple[str, str]]
) -> None:
    inner = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlRestart w:val='{restart}'/><w:lvlText w:val='%1.%9%0'/></w:lvl>"
        for depth, form, start, restart in levels
    )
    numbering = f"<w:abstractNum w:abstractNumId='1'>{inner}</w:abstractNum>" + "".join(
        f"<w:num w:numId='{name}'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='{depth}'>"
        f"<w:startOverride w:val='{name}'/></w:lvlOverride></w:num>"
        for name, depth in used
    )
    body = "".join(
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{name}'/></w:numPr></w:pPr>"
        "<w:r><w:t>item</w:t></w:r></w:p>"
        for name, depth in used
    )
    assert _read(folder, body, {"numbering": numbering}).count("item") == len(used)


@pytest.mark.parametrize("name", ["w:sdt", "w:ins", "w:txbxContent", "m:e", "w:tbl", "mc:AlternateContent"])
def test_elements_far_inside_of_each_other_are_no_matter(folder: Path, name: str) -> None:
    inner = f"<w:r>{f'<{name}>' * 240}{f'</{name}>' * 240}</w:r>"
    assert "after" in _read(folder, f"<w:p>{inner}<w:r><w:t>after</w:t></w:r></w:p>", {})
    boxes = "<w:p><w:pict><w:txbxContent><w:tbl><w:tr><w:tc>"
    ends = "</w:tc></w:tr></w:tbl></w:txbxContent></w:pict></w:p>"
    assert "after" in _read(folder, boxes * 40 + ends * 40 + "<w:p><w:r><w:t>after</w:t></w:r></w:p>", {})


def test_what_is_deeper_than_files_may_be_is_refused_as_damaged(folder: Path) -> None:
    with pytest.raises(ReadError):
        _read(folder, "<w:p>" * 5000 + "</w:p>" * 5000, {})


@given(data=st.binary(max_size=400), cut=st.integers(1, 60))
def test_sections_are_found_however_the_bytes_come(data: bytes, cut: int) -> None:
    class Slow(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            return super().read(cut)

    wanted = b"<w:sectPr><w:type w:val='oddPage'/></w:sectPr>"
    plain = data.replace(b"sectPr", b"")
    sections = surveyed(Slow(plain + b"<w:p/>" + wanted + b"<w:p/>" + wanted)).sections
    assert [section.kind for section in sections[-2:]] == ["oddPage", "oddPage"]
    surveyed(Slow(data))
