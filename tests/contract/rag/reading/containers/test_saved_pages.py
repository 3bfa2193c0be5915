"""Web pages saved as one file: what they say, and nothing of their look."""

from __future__ import annotations

from pathlib import Path

from files.reading import read

_BOUNDARY = "--=_x"
_HEAD = (
    "From: <Saved by {by}>\r\nSubject: {title}\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="=_x"\r\n\r\n'
)


def saved(folder: Path, parts: list[tuple[str, str, str]], by: str = "Blink") -> str:
    """What a saved page says whose parts have these types, further headers and contents."""
    source = _HEAD.format(by=by, title="Acte")
    for kind, headers, text in parts:
        source += f"{_BOUNDARY}\r\nContent-Type: {kind}\r\n{headers}\r\n\r\n{text}\r\n"
    path = folder / "a.mht"
    path.write_bytes(f"{source}{_BOUNDARY}--\r\n".encode())
    return "\n".join(f"{page.label} {page.text}" for page in read(path)[1])


def test_a_page_saved_by_a_browser_is_its_text_and_its_styles_say_what_is_struck(tmp_path: Path) -> None:
    page = (
        '<link rel=stylesheet href="cid:css-1@mhtml.blink"><link rel="stylesheet" href="css/b.css">'
        "<h1>Ustawa</h1><p>Art. 7. Opłata wynosi <i class=old>40</i> 55 złotych.<p class=menu>zwiń"
    )
    text = saved(
        tmp_path,
        [
            ("text/html; charset=utf-8", "Content-Location: https://prawo.example/a", page),
            (
                "text/css",
                "Content-Location: cid:css-1@mhtml.blink",
                "body { color: red } .old { text-decoration: line-through }",
            ),
            ("text/css", "Content-Location: https://prawo.example/css/b.css?v=3", ".menu{display:none}"),
            ("application/javascript", "Content-Location: https://prawo.example/x.js", "alert(1)"),
            ("application/font-woff2", "Content-Location: https://prawo.example/f.woff2", "xx"),
            ("text/html", "Content-ID: <frame-2@mhtml.blink>", "<p>Załącznik: tabela opłat"),
        ],
    )
    assert "Ustawa\n\nArt. 7. Opłata wynosi [struck: 40] 55 złotych.\n\n[hidden: zwiń]" in text
    assert "Załącznik: tabela opłat" in text
    assert not any(word in text for word in ("color", "alert", "x.js", "woff", "attachment", "xx"))


def test_a_page_saved_by_a_word_processor_leaves_its_lists_of_files_out(tmp_path: Path) -> None:
    page = (
        "<html><body><p class=MsoListParagraph><![if !supportLists]><span>1.<span>&nbsp;</span></span>"
        "<![endif]>Le bailleur <del cite='x'>peut</del> <ins>doit</ins> chauffer."
    )
    text = saved(
        tmp_path,
        [
            ('text/html; charset="utf-8"', "Content-Location: file:///C:/BA1/bail.htm", page),
            ('text/xml; charset="utf-8"', "Content-Location: file:///C:/BA1/filelist.xml", "<xml>list</xml>"),
            ("application/vnd.ms-officetheme", "Content-Location: file:///C:/BA1/themedata.thmx", "PK"),
            ("application/x-mso", "Content-Location: file:///C:/BA1/editdata.mso", "zz"),
        ],
        by="Microsoft Word",
    )
    assert "1. Le bailleur [struck: peut] doit chauffer." in text
    assert not any(word in text for word in ("list<", "thmx", "mso", "attachment"))


def test_what_is_attached_to_a_message_is_read_whatever_it_is(tmp_path: Path) -> None:
    attached = "Content-Disposition: attachment; filename=rates.xml\r\nContent-Location: rates.xml"
    text = saved(
        tmp_path, [("text/html", "X-A: b", "<p>See rates."), ("text/xml", attached, "<r>rate 5</r>")]
    )
    assert "rates.xml" in text
