"""Pictures as documents: each format, how it lies, what is broken in it, and where its lines stand."""

from __future__ import annotations

import io
import struct
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from files import office, pictures
from files.reading import read
from PIL import Image

from rag.errors import FileCorrupt, FileTooLarge
from rag.reading.detection import format_of
from rag.reading.formats import Format
from rag.reading.pages import image
from rag.reading.pages.decoded import decoded
from rag.reading.source import Source
from rag.types import TextSource

HEIC = Path(__file__).parents[4] / "data" / "page.heic"  # `pictures.page`, encoded by libheif
SMALL = pictures.page(size=(1000, 320), height=30, at=(40, 60))


def picture_of(path: Path, pixels: int = 12_000_000) -> Image.Image:
    return decoded(Source(path), 0, pixels)[0]


def bytes_of(picture: Image.Image, form: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"])
def test_a_picture_is_known_by_its_first_bytes_under_any_name(form: str, tmp_path: Path) -> None:
    for name in ("scan", "scan.pdf", "scan.dat"):
        path = tmp_path / name
        path.write_bytes(bytes_of(SMALL, form))
        assert format_of(path) is Format.IMAGE
        assert picture_of(path).size == SMALL.size


def test_heic_is_known_by_its_brand_and_read(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001"
    data = HEIC.read_bytes()
    path.write_bytes(data)
    assert format_of(path) is Format.IMAGE
    _, (page,) = read(path)
    assert page.text == "\n".join(pictures.BREACH)
    assert image.render(path, 1, 480, None)[:2] == (480, 160)
    for kept in (40, 600, len(data) // 2):
        path.write_bytes(data[:kept])
        with pytest.raises(FileCorrupt):
            read(path)


def test_every_sheet_of_a_tiff_is_a_page_and_previews_are_none(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    first, second = (
        SMALL.convert("1"),
        pictures.page(["The second sheet"], SMALL.size, 30, (40, 60)).convert("1"),
    )
    preview = SMALL.resize((100, 32)).convert("1")
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    blank = Image.new("1", SMALL.size, 1)
    first.save(
        path, save_all=True, append_images=[preview, blank, second], dpi=(200, 100), compression="group4"
    )
    info, pages = read(path)
    assert info.page_count == 3
    assert [page.source for page in pages] == [TextSource.OCR, TextSource.NONE, TextSource.OCR]
    assert [page.number for page in pages] == [1, 2, 3]
    assert pages[0].text.startswith(pictures.BREACH[0])  # black and white costs a full stop
    assert pages[1].text == ""
    assert pages[2].text == "The second sheet"
    assert (pages[0].width, pages[0].height) == pytest.approx((1000 / 200 * 72, 320 / 100 * 72), rel=0.01)


def test_a_picture_lies_as_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = pictures.saved(tmp_path / "a.jpg", SMALL.rotate(90, expand=True), exif=exif)
    _, (page,) = read(path)
    assert page.text == "\n".join(pictures.BREACH)
    assert page.width > page.height
    assert page.lines[0].box is not None
    assert page.lines[0].box.y1 < 0.4
    width, height, pixels = image.render(path, 1, 500, None)
    assert (width, height) == (500, 160)
    assert len(pixels) == width * height * 3
    turned = pictures.saved(tmp_path / "a.tif", SMALL.rotate(90, expand=True), exif=exif)
    assert picture_of(turned).size == SMALL.size


def test_transparent_pictures_lie_on_white(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    clear.putpixel((30, 20), (255, 0, 0, 255))
    for pixels in (12_000_000, 600):
        assert picture_of(pictures.saved(tmp_path / "a.png", clear), pixels).getpixel((0, 0)) == (
            255,
            255,
            255,
        )
    assert picture_of(tmp_path / "a.png").getpixel((30, 20)) == (255, 0, 0)
    palette = clear.convert("LA").convert("PA").convert("P")
    palette.info["transparency"] = 0
    assert picture_of(pictures.saved(tmp_path / "b.gif", palette)).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "F"])
def test_every_kind_of_pixel_becomes_colour_of_the_same_shape(mode: str, tmp_path: Path) -> None:
    gray = SMALL.convert("L")
    made = (
        gray.point(lambda value: value * 256, "I").convert("I;16") if mode == "I;16" else gray.convert(mode)
    )
    path = pictures.saved(tmp_path / "a.tif", made)
    for pixels in (12_000_000, 80_000):
        found = picture_of(path, pixels)
        assert found.mode == "RGB"
        low, high = found.convert("L").getextrema()
        assert isinstance(low, int)
        assert low < 60
        assert high > 250


def test_a_fine_scan_is_reduced_without_seams(tmp_path: Path) -> None:
    ramp = Image.linear_gradient("L").resize((900, 2000))
    found = picture_of(pictures.saved(tmp_path / "a.png", ramp), 900 * 2000 // 3)
    assert found.width * found.height <= 900 * 2000 // 3 + 2000
    rows = [found.getpixel((5, row))[0] for row in range(found.height)]
    assert rows == sorted(rows)
    assert max(after - before for before, after in pairwise(rows)) <= 1
    smaller = picture_of(pictures.saved(tmp_path / "a.jpg", ramp.convert("RGB")), 900 * 2000 // 3)
    assert smaller.size == found.size


def test_a_resolution_that_cannot_be_is_none(tmp_path: Path) -> None:
    for dpi in ((72, 72), (1, 1), (30_000, 30_000)):
        _, size = decoded(Source(pictures.saved(tmp_path / "a.png", SMALL, dpi=dpi)), 0, 12_000_000)
        assert size == pytest.approx((1000 / 200 * 72, 320 / 200 * 72))


def test_only_the_first_picture_of_what_moves_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    blank = Image.new("RGB", (40, 40), "white")
    blank.save(path, save_all=True, append_images=[Image.new("RGB", (40, 40), "black")])
    info, pages = read(path)
    assert info.page_count == len(pages) == 1
    assert pages[0].source is TextSource.NONE


# What is broken


def test_a_picture_cut_short_is_corrupt(tmp_path: Path) -> None:
    for form in ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"):
        path = tmp_path / f"cut.{form.lower()}"
        data = bytes_of(SMALL, form)
        for kept in (20, len(data) // 2):
            path.write_bytes(data[:kept])
            with pytest.raises(FileCorrupt):
                read(path)


def test_one_sheet_that_is_broken_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    blank = Image.new("L", (40, 40), 255)
    blank.save(path, save_all=True, append_images=[blank, blank], compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    with Image.open(path) as opened:
        opened.seek(1)
        (start,) = opened.tag_v2[273]
    data[start : start + 6] = b"\xff" * 6
    path.write_bytes(bytes(data))
    _, pages = read(path)
    assert [page.number for page in pages] == [1, 2, 3]
    assert pages[1].width == 0
    assert pages[0].width == pages[2].width > 0
    assert [page.unread for page in pages] == [(), ("picture not read: damaged",), ()]


def test_one_sheet_that_is_too_large_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    sheets = [Image.new("1", size, 1) for size in ((40, 40), (30_000, 21_000), (40, 40))]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], compression="group4")
    _, pages = read(path)
    assert [page.unread for page in pages] == [(), ("picture not read: too large",), ()]


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG that claims a size, and hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [17_000, 60_000])
def test_what_would_fill_the_memory_is_too_large(side: int, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_of(side, side))
    with pytest.raises(FileTooLarge) as refused:
        read(path)
    assert refused.value.facts["unpacked"]


def test_a_picture_without_pixels_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "none.png"
    path.write_bytes(png_of(0, 0))
    with pytest.raises(FileCorrupt):
        read(path)


# What is read


def test_two_pages_on_one_picture_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"Left line {number} speaks of the controller" for number in range(6)]
    right = [f"Right line {number} speaks of the tenant" for number in range(6)]
    spread = pictures.page(left, (1800, 700), 30, (100, 100))
    path = pictures.saved(tmp_path / "book.png", pictures.page(right, height=30, at=(1050, 100), onto=spread))
    _, (page,) = read(path)
    assert page.text.split() == " ".join([*left, *right]).split()


def test_a_photographed_sheet_is_read_flat_and_its_lines_stand_on_the_photograph(tmp_path: Path) -> None:
    sheet = pictures.page([*pictures.BREACH] * 3, (900, 1200), 24, (80, 100))
    photo = pictures.photographed(sheet, (1400, 1500), [(260, 150), (1150, 210), (1270, 1390), (130, 1330)])
    _, (page,) = read(pictures.saved(tmp_path / "photo.jpg", photo, quality=90))
    assert page.text.replace(".", "").split() == " ".join([*pictures.BREACH] * 3).replace(".", "").split()
    first = page.lines[0].box
    assert first is not None
    assert first.x0 == pytest.approx(0.22, abs=0.03)  # on the sheet itself it would be 0.09
    assert first.y0 == pytest.approx(0.18, abs=0.03)
    assert page.words[0].box.x0 == pytest.approx(first.x0, abs=0.02)


def test_a_picture_in_an_archive_is_read_from_memory(tmp_path: Path) -> None:
    path = office.zip_of(
        tmp_path / "a.zip",
        {"scan.png": bytes_of(SMALL, "PNG"), "dot.gif": bytes_of(SMALL.resize((8, 8)), "GIF")},
    )
    _, pages = read(path)
    assert [page.label for page in pages] == ["dot.gif, page 1", "scan.png, page 1"]
    assert pages[1].source is TextSource.OCR
    assert pages[1].text == "scan.png\n\n" + "\n".join(pictures.BREACH)
    assert pages[0].text == "dot.gif"


def test_a_scan_attached_to_a_message_is_read_behind_it(tmp_path: Path) -> None:
    path = office.eml(tmp_path / "a.eml", {"scan.tif": bytes_of(SMALL, "TIFF")})
    _, pages = read(path)
    assert pages[-1].label == "scan.tif, page 1"
    assert pages[-1].source is TextSource.OCR
    assert pictures.BREACH[1] in pages[-1].text


@pytest.mark.parametrize("size", [(20_000, 40), (60_000, 30), (1191, 110)])
def test_a_slim_picture_is_read(size: tuple[int, int], tmp_path: Path) -> None:
    height = min(size[1] * 6 // 10, 60)
    line = pictures.page(("Every processor keeps a record.",), size, height, at=(8, size[1] // 8))
    _, (page,) = read(pictures.saved(tmp_path / "line.png", line))
    assert "record" in page.text or size[0] > 32_000
