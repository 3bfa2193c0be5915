"""The attack of Bland, Iyer and Levchenko on our own pages: which of a thousand surnames fit the gap."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase.pdfmetrics import stringWidth

from app.redacting.bars import Bar
from app.redacting.gaps import kept_gaps, words_on
from app.redacting.pdf import Sheet, write_pdf
from app.redacting.relaid import relaid
from engine.assets import ASSETS
from rag.types import Box

WIDTH, HEIGHT, DOTS = 595.0, 200.0, 1653
FONT, SIZE = "Times-Roman", 11.0
LEFT, RIGHT = 72.0, 523.0
NOISE = 0.3  # points: what an attacker measures no better than
LINES = (
    "We have read what was sent to us in the course of the last week, and all of it is quite",
    "The witness {} told the court that all was well in the house and that",
    "nobody else had been there on that day, as far as anybody could tell from the street.",
)
Page = list[tuple[str, Box]]


def surnames() -> list[str]:
    lines = (ASSETS / "people" / "family.txt").read_text(encoding="utf-8").splitlines()
    plain = [one for one in lines if one.isascii() and one.isalpha() and 3 < len(one) < 12]
    return plain[:: len(plain) // 1000][:1000]


def page_of(name: str, *, justified: bool) -> tuple[Page, Box]:
    """The words with their places as a program that sets text makes them, and where the name is."""
    words: Page = []
    hidden = Box(0, 0, 0, 0)
    for number, line in enumerate(LINES):
        texts = line.format(name).split()
        widths = [stringWidth(one, FONT, SIZE) for one in texts]
        blank = stringWidth(" ", FONT, SIZE)
        if justified and number < 2:
            blank = (RIGHT - LEFT - sum(widths)) / (len(texts) - 1)
        at, top = LEFT, 40.0 + 14 * number
        for text, width in zip(texts, widths, strict=True):
            box = Box(at / WIDTH, top / HEIGHT, (at + width) / WIDTH, (top + 12.4) / HEIGHT)
            if text == name and number == 1:
                hidden = box
            else:
                words.append((text, box))
            at += width + blank
    return words, hidden


def picture_of(words: Page, hidden: Box) -> Image.Image:
    made = Image.new("RGB", (DOTS, round(DOTS * HEIGHT / WIDTH)), "white")
    draw = ImageDraw.Draw(made)
    font = ImageFont.load_default(24)
    for text, box in words:
        draw.text((box.x0 * made.width, box.y0 * made.height), text, fill="black", font=font)
    sides = (
        hidden.x0 * made.width,
        hidden.y0 * made.height + 4,
        hidden.x1 * made.width,
        hidden.y1 * made.height,
    )
    for left in range(int(sides[0]) + 1, int(sides[2]) - 1, 3):
        draw.line((left, sides[1], left, sides[3]), fill="black")
    return made


def places(words: Page) -> dict[str, float]:
    """Where the words of the line with the name are, in points, as an attacker reads them of a file."""
    rows = [(text, box) for text, box in words if text and 50 < box.y0 * HEIGHT < 60]
    return {f"{place} {text}": box.x0 * WIDTH for place, (text, box) in enumerate(rows)}


def fitting(told: dict[str, float], each: dict[str, dict[str, float]]) -> int:
    """How many names give what the attacker reads, to what he can measure."""
    return sum(
        one.keys() == told.keys() and all(abs(one[key] - told[key]) < NOISE for key in told)
        for one in each.values()
    )


@pytest.mark.parametrize("justified", [False, True])
def test_few_names_fit_a_gap_and_all_fit_ours(justified: bool) -> None:
    names = surnames()
    assert len(names) == 1000
    pages = {name: page_of(name, justified=justified) for name in names}
    bare = {name: places(words) for name, (words, _) in pages.items()}
    paper = Image.new("RGB", (round(WIDTH), round(HEIGHT)), "white")
    ours = {
        name: places(relaid(paper, words, [Bar(hidden)]).words) for name, (words, hidden) in pages.items()
    }

    some = names[::100]
    before = [fitting(bare[name], bare) for name in some]
    after = [fitting(ours[name], ours) for name in some]

    assert sorted(before)[len(before) // 2] < 60
    assert min(after) == 1000


@pytest.mark.parametrize("justified", [False, True])
def test_ink_of_the_new_line_begins_and_ends_where_it_does_for_any_name(justified: bool) -> None:
    edges = set()
    for name in ("Ng", "Lee", "Hendersson", "Wolfeschlegel"):
        words, hidden = page_of(name, justified=justified)
        made = np.asarray(relaid(picture_of(words, hidden), words, [Bar(hidden)]).picture.convert("L"))
        row = made[round(54 * DOTS / WIDTH) + 2 : round(66 * DOTS / WIDTH)] < 128
        black = np.flatnonzero(row.mean(axis=0) > 0.9)
        ink = np.flatnonzero(row.any(axis=0))
        edges.add((int(black[0]), int(black[-1]), round(float(ink[-1]) / 4)))

    assert len(edges) <= 2  # a dot of chance at the end of the line
    assert len({one[:2] for one in edges}) == 1


def sheet_of(picture: Image.Image, words: Page) -> Sheet:
    return Sheet(WIDTH, HEIGHT, picture, words)


def test_a_bar_that_leaves_the_words_where_they_were_is_refused() -> None:
    words, hidden = page_of("Hendersson", justified=False)
    picture = picture_of(words, hidden)
    draw = ImageDraw.Draw(picture)
    sides = (hidden.x0 * DOTS, hidden.y0 * picture.height, hidden.x1 * DOTS, hidden.y1 * picture.height)
    draw.rectangle(sides, fill="black")
    careless = sheet_of(picture, words)

    (after,) = words_on(write_pdf([careless]))

    assert list(kept_gaps(words, [Bar(hidden)], after, careless)) == [Bar(hidden)]


@pytest.mark.parametrize("name", ["Ng", "Hendersson"])
@pytest.mark.parametrize("text", ["", "Person 12"])
def test_a_line_that_was_laid_anew_is_not(name: str, text: str) -> None:
    words, hidden = page_of(name, justified=True)
    laid = relaid(picture_of(words, hidden), words, [Bar(hidden, text)])
    sheet = sheet_of(laid.picture, laid.words)

    (after,) = words_on(write_pdf([sheet]))

    assert list(kept_gaps(words, [Bar(hidden, text)], after, sheet)) == []
    assert [one for one, _ in laid.words if one] == [one for one, _ in words] + ([text] if text else [])


def test_cells_rules_and_what_stands_beside_stay() -> None:
    """A name in a cell between rules; the number in the next cell is where it was."""
    made = Image.new("RGB", (1000, 300), "white")
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(28)
    for x in (100, 400, 700):
        draw.line((x, 80, x, 160), fill="black", width=2)
    for y in (80, 160):
        draw.line((100, y, 700, y), fill="black", width=2)
    draw.text((112, 104), "Okonjo", fill="black", font=font)
    draw.text((412, 104), "12.50", fill="black", font=font)
    number = Box(0.412, 100 / 300, 0.49, 140 / 300)

    laid = relaid(made, [("12.50", number)], [Bar(Box(0.112, 100 / 300, 0.21, 140 / 300))])

    old, new = np.asarray(made.convert("L")), np.asarray(laid.picture.convert("L"))
    assert (old[:, 396:] == new[:, 396:]).all()
    assert (new[80:161, 100:102] < 90).all()
    assert (new[160:162, 100:700] < 90).all()
    assert laid.words[0] == ("12.50", number)
    assert (new[110:130, 130] < 40).all()


def test_text_that_runs_up_the_page_is_laid_anew_too() -> None:
    made = Image.new("RGB", (300, 1000), "white")
    draw = ImageDraw.Draw(made)
    for top in range(500, 640, 4):
        draw.line((102, top, 128, top), fill=(60, 60, 60), width=2)

    laid = relaid(made, [("tall", Box(0.33, 0.3, 0.44, 0.48))], [Bar(Box(0.33, 0.5, 0.44, 0.64))])

    ink = np.asarray(laid.picture.convert("L"))
    assert not ((ink > 50) & (ink < 70))[:, 98:135].any()
    assert (ink < 10).any()


def test_the_new_page_holds_no_dot_of_the_name() -> None:
    words, hidden = page_of("Hendersson", justified=False)
    picture = picture_of(words, hidden)
    whole = np.asarray(picture).copy()
    top, bottom = int(hidden.y0 * picture.height) - 2, int(hidden.y1 * picture.height) + 8
    red = whole[top:bottom, int(hidden.x0 * DOTS) - 1 : int(hidden.x1 * DOTS) + 2]
    red[red[..., 0] < 200] = (255, 0, 0)

    laid = np.asarray(relaid(Image.fromarray(whole), words, [Bar(hidden)]).picture).astype(int)

    assert not ((laid[..., 0] - laid[..., 1]) > 60).any()
