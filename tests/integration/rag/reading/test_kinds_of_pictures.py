"""Pictures of the kinds that people have: slim, small, dark, with holes, of few bits, turned, huge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from files import pictures
from models import evaluation
from PIL import Image, ImageOps
from rapidfuzz.distance import Levenshtein

from engine.cancel import CancelToken
from rag.errors import FileTooLarge
from rag.reading.pages import decoded, image
from rag.reading.reader import DocumentReader
from rag.reading.source import Source
from rag.types import Page, TextSource

LEASE = (
    "Der Mietvertrag wird auf unbestimmte Zeit geschlossen.",
    "Die Frist betrifft beide Parteien gleich.",
    "Sie gilt ab dem 3. Mai 2024.",
)


def strip(text: str, height: int, size: tuple[int, int], at: tuple[int, int] = (4, 2)) -> Image.Image:
    return pictures.page([text], size, height, at)


def lease(height: int = 30) -> Image.Image:
    return pictures.page(LEASE, (30 * height, 7 * height), height, (height, height))


def drawn(colour: tuple[int, int, int], paper: tuple[int, int, int, int], mode: str = "RGBA") -> Image.Image:
    """The lease in a colour, where the paper is a hole."""
    ink = ImageOps.invert(lease().convert("L"))
    picture = Image.new("RGBA", ink.size, paper)
    picture.paste(Image.new("RGBA", ink.size, (*colour, 255)), mask=ink)
    return picture.convert(mode)


def pages_of(path: Path) -> list[Page]:
    return [event for event in image.read(Source(path), None) if isinstance(event, Page)]


def words(path: Path) -> list[str]:
    (page,) = pages_of(path)
    return page.text.split()


LONG = "Der Vertrag vom 3. Mai gilt bis zum Ende der Frist. "
WHOLE = " ".join(LEASE).split()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: strip("Rechnung", 12, (70, 15), (1, 0)), ["Rechnung"]),
        (lambda: strip("ok", 12, (18, 13), (1, -1)), ["ok"]),
        (lambda: strip("Quittung", 40, (190, 46)), ["Quittung"]),
        (lambda: pictures.page(["approved"], (2480, 3508), 40, (900, 1400)), ["approved"]),
        (lambda: strip(LONG * 12, 24, (7500, 34)), (LONG * 12).split()),
        (lambda: strip(LONG, 20, (560, 28)).transpose(Image.Transpose.ROTATE_90), LONG.split()),
        (lambda: pictures.page([f"Pos {one}" for one in range(10, 40)], (90, 860), 18, (8, 8)), None),
    ],
    ids=[
        "tiny word",
        "two letters",
        "cut close",
        "on a large sheet",
        "very long",
        "on its side",
        "slim list",
    ],
)
def test_slim_and_small_pictures_are_read(
    tmp_path: Path, made: Callable[[], Image.Image], said: list[str] | None
) -> None:
    expected = said or [word for one in range(10, 40) for word in ("Pos", str(one))]
    assert words(pictures.saved(tmp_path / "slim.png", made())) == expected


@pytest.mark.parametrize(
    "made",
    [
        lambda: ImageOps.invert(lease()),
        lambda: Image.blend(Image.new("RGB", lease().size, (240, 240, 240)), lease(), 0.12),
        lambda: Image.composite(
            Image.new("RGB", lease().size, (0, 130, 0)),
            Image.new("RGB", lease().size, (255, 0, 0)),
            lease().convert("L"),
        ),
    ],
    ids=["white on black", "faint", "two colours as bright as each other"],
)
def test_writing_is_read_on_whatever_ground(tmp_path: Path, made: Callable[[], Image.Image]) -> None:
    assert words(pictures.saved(tmp_path / "ground.png", made())) == WHOLE


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (lambda: drawn((0, 0, 0), (0, 0, 0, 0)), "black.png"),
        (lambda: drawn((255, 255, 255), (0, 0, 0, 0)), "white.png"),
        (lambda: drawn((255, 255, 255), (255, 255, 255, 0)), "white.webp"),
        (lambda: drawn((255, 255, 255), (0, 0, 0, 0), "LA"), "white_grey.png"),
        (lambda: drawn((200, 210, 255), (0, 0, 0, 0)).quantize(8), "palette.png"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_drawn_on_nothing_is_laid_on_paper_that_shows_it(
    tmp_path: Path, made: Callable[[], Image.Image], name: str
) -> None:
    options: dict[str, object] = {"lossless": True, "exact": True} if name.endswith(".webp") else {}
    assert words(pictures.saved(tmp_path / name, made(), **options)) == WHOLE


def test_a_page_with_holes_at_its_rim_keeps_its_white_paper(tmp_path: Path) -> None:
    page = lease().convert("RGBA")
    page.putalpha(ImageOps.expand(Image.new("L", (page.width - 40, page.height - 40), 255), 20, 0))
    assert words(pictures.saved(tmp_path / "rounded.png", page)) == WHOLE


def samples(kind: type[np.generic], brightest: float) -> Image.Image:
    return Image.fromarray((np.asarray(lease().convert("L")) / 255.0 * brightest).astype(kind))


@pytest.mark.parametrize(
    ("made", "options"),
    [
        (lambda: lease(40).convert("1"), {"compression": "group4"}),
        (lambda: ImageOps.invert(lease(40)).convert("1"), {"compression": "group4"}),
        (lambda: lease(40).convert("1"), {}),
        (lambda: samples(np.uint16, 65535), {}),
        (lambda: samples(np.uint16, 4095), {}),
        (lambda: samples(np.float32, 1.0), {}),
        (lambda: lease().convert("CMYK"), {"compression": "tiff_lzw"}),
    ],
    ids=["fax", "fax, white on black", "one bit", "16 bits", "12 of 16 bits", "fractions", "CMYK"],
)
def test_depths_of_colour(tmp_path: Path, made: Callable[[], Image.Image], options: dict[str, Any]) -> None:
    assert words(pictures.saved(tmp_path / "depth.tif", made(), **options)) == WHOLE


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
@pytest.mark.parametrize(("orientation", "turn"), [(3, "ROTATE_180"), (6, "ROTATE_90"), (8, "ROTATE_270")])
def test_a_photograph_stands_as_its_camera_was_held(
    tmp_path: Path, suffix: str, orientation: int, turn: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = lease().transpose(Image.Transpose[turn])
    (page,) = pages_of(pictures.saved(tmp_path / f"photo{suffix}", turned, exif=exif.tobytes(), quality=95))
    assert page.text.split() == WHOLE
    assert page.width > page.height


def test_a_blank_picture_has_no_text_and_no_fault(tmp_path: Path) -> None:
    (page,) = pages_of(pictures.saved(tmp_path / "blank.png", Image.new("RGB", (600, 60), "white")))
    assert (page.text, page.source, page.unread) == ("", TextSource.NONE, ())


@pytest.mark.parametrize(("name", "options"), [("large.png", {}), ("large.tif", {"compression": "tiff_lzw"})])
def test_what_is_too_large_in_colour_is_read_in_grey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, options: dict[str, Any]
) -> None:
    monkeypatch.setattr(decoded, "_MOST_DECODED", 100_000)
    assert words(pictures.saved(tmp_path / name, lease(), **options)) == WHOLE
    monkeypatch.setattr(decoded, "_MOST_IN_GREY", 100_000)
    with pytest.raises(FileTooLarge):
        words(tmp_path / name)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("dpi", "mode", "name", "options"),
    [(300, "RGB", "plan.png", {"compress_level": 1}), (600, "1", "plan.tif", {"compression": "group4"})],
    ids=["in colour", "two tones"],
)
def test_the_small_letters_of_a_drawing_of_a0_are_read_within_the_memory_of_a_reader(
    tmp_path: Path, dpi: int, mode: str, name: str, options: dict[str, Any]
) -> None:
    size = (round(46.8 * dpi), round(33.1 * dpi))
    plan = Image.new("1" if mode == "1" else "RGB", size, 1 if mode == "1" else (255, 255, 255))
    label = pictures.page(["Raum 114 Lager", "Boden 37,20 m"], (2 * dpi, dpi // 2), round(0.14 * dpi), (9, 9))
    for place in ((0.03, 0.04), (0.45, 0.52), (0.93, 0.95)):
        plan.paste(label.convert(plan.mode), (round(place[0] * size[0]), round(place[1] * size[1])))
    path = pictures.saved(tmp_path / name, plan, dpi=(dpi, dpi), **options)
    del plan
    reader = DocumentReader()
    try:
        (page,) = [one for one in reader.read(path, None, CancelToken()) if isinstance(one, Page)]
    finally:
        reader.close()
    assert page.text.split() == ["Raum", "114", "Lager", "Boden", "37,20", "m"] * 3
    assert not page.unread


@pytest.mark.parametrize(
    ("folder", "names", "most"),
    [
        ("handwriting_modern", ("mr1_06", "mr2_08", "mr7_02", "mr1_09"), 0.02),
        ("handwriting_stanford1905", ("Lettre75_14", "Lettre76_1_08", "Lettre76_2_04", "Lettre59_05"), 0.15),
    ],
)
def test_a_line_of_handwriting_by_itself_is_read_as_well_as_on_its_page(
    folder: str, names: tuple[str, ...], most: float
) -> None:
    data = evaluation(folder) / "dev"
    rows = [json.loads(row) for row in (data / "lines.jsonl").read_text("utf-8").splitlines()]
    wrong = length = 0
    for row in rows:
        if Path(row["image"]).stem in names:
            said = " ".join(words(data / row["image"]))
            assert said
            wrong += Levenshtein.distance(said, row["text"])
            length += len(row["text"])
    assert length
    assert wrong <= most * length
