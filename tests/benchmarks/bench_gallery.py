"""Every view of the window in every look: light, dark, high contrast; 1024 by 600, 1440 by 900, 2880 by 1800
at two pixels to a point; in every language of the program; empty, busy, full, failed.

What cannot be read, or heard, is told, and every view is saved as a picture in DIR, with a contact sheet for
each in DIR/sheets and DIR/index.html that leads to all. Ends with 1 where something was found.

    python make.py bench gallery --remake   (the kept pictures of the key screens, see test_kept.py)
    python make.py bench gallery DIR [--languages en de ar] [--widths 1024 1440 2880]
        [--colours light dark contrast] [--letters 75 100 200] [--only WORDS] [--jobs N]

`--widths`: also 760, the least that the window can be, and 4000, where asked for. `--letters`: their size in
percent of the usual. `--only`: as pytest's -k, such as "page" or "dialogs".
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[2]
if str(CHECKOUT) not in sys.path:
    sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "helpers")]

from scenes import looks, sheets  # noqa: E402

TESTS = Path("tests") / "gui" / "gallery" / "test_gallery.py"
KEEPING, REMAKE = TESTS.with_name("test_kept.py"), "CONFIDANT_GALLERY_REMAKE"
USUAL = [wide * dots for wide, _, dots in looks.SIZES]
PIXELS = {wide * dots: (wide, high, dots) for wide, high, dots in (*looks.SIZES, *looks.EDGES)}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR", nargs="?")
    parser.add_argument("--remake", action="store_true")
    parser.add_argument("--languages", nargs="+", choices=looks.LANGUAGES, default=list(looks.LANGUAGES))
    parser.add_argument("--widths", nargs="+", type=int, choices=PIXELS, default=USUAL)
    parser.add_argument("--colours", nargs="+", choices=looks.COLOURED, default=list(looks.COLOURED))
    parser.add_argument("--letters", nargs="+", type=int, choices=looks.PERCENT, default=[100])
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.remake:
        return remade()
    if chosen.folder is None:
        parser.error("name a folder for the pictures")
    folder = chosen.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(chosen.jobs) as pool:
        ends = pool.map(
            lambda one: looked_at(folder, *one, chosen.colours, chosen.letters, chosen.only),
            product(chosen.widths, chosen.languages),
        )
        bad = [told for told in ends if told]
    made = sheets.made(folder)
    print(f"{len(made)} views: {folder / 'index.html'}")
    return 1 if bad else 0


def looked_at(
    folder: Path, pixels: int, language: str, colours: list[str], letters: list[int], only: str
) -> bool:
    """Save and judge the views of a width and language in a process of their own; whether one is wrong."""
    wide, high, dots = PIXELS[pixels]
    with TemporaryDirectory() as place:
        screen = Path(place) / "screen.json"
        screen.write_text(json.dumps(screen_of(wide * dots, high * dots)), encoding="utf-8")
        environment = {
            **os.environ,
            "CONFIDANT_GALLERY": str(folder),
            looks.WIDTH: str(wide),
            looks.SPOKEN: language,
            looks.COLOURS: ",".join(colours),
            looks.LETTERS: ",".join(map(str, letters)),
            looks.SCALE: str(dots),
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        }
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--show-capture=no",
            "--tb=line",
        ]
        narrowed = ["-k", only] if only else []
        done = subprocess.run(
            [*command, *narrowed, str(TESTS)],
            check=False,
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
        )
    print(f"== {pixels} pixels, {language}\n{done.stdout}{done.stderr}", flush=True)
    return done.returncode != 0


def remade() -> int:
    """Keep the key screens as they look now."""
    environment = {**os.environ, REMAKE: "1"}
    environment.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-m", "pytest", "-q", "-k", "looks_as or look_as", str(KEEPING)]
    return subprocess.run(command, check=False, cwd=CHECKOUT, env=environment).returncode


def screen_of(width: int, height: int) -> dict[str, object]:
    """A screen as large as the window, as one would have it who has the window over all of it."""
    return {
        "screens": [
            {
                "name": "desk", "x": 0, "y": 0, "width": width, "height": height,
                "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
            }
        ]
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
