"""Of statsmodels only what the methods call is loaded: that it is all of it, and that they say the same."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

from models import CHECKOUT

_CALLED = re.compile(r"\bsm\.([\w.]+)")
_SAYING = """
import numpy as np
{before}
from engine.forecasting.methods import predicted
from engine.types import Method
rng = np.random.default_rng(7)
values = 50 + 9 * np.sin(np.arange(96) * np.pi / 6) + 0.2 * np.arange(96) + rng.normal(0, 0.5, 96)
for method in Method:
    said = predicted(method, values, (12,), 12, 80)
    if said is not None:
        print(method.value, *map(float.hex, said.mean), *map(float.hex, said.spread))
import sys
print(len([name for name in sys.modules if name.startswith("statsmodels.")]), file=sys.stderr)
"""


def _run(before: str) -> tuple[str, int]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _SAYING.format(before=before)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout, int(done.stderr.split()[-1])


def test_methods_say_the_same_with_the_part_of_statsmodels_as_with_all_of_it() -> None:
    whole, many = _run("import statsmodels.api")
    part, few = _run("")
    assert len(whole.splitlines()) > 8
    assert part == whole
    assert few < 100 < many


def test_the_methods_call_no_other_part_of_statsmodels() -> None:
    from engine.forecasting.methods import models  # which has the part stand for the whole

    lean = sys.modules["statsmodels.api"]
    package = importlib.util.find_spec("statsforecast")
    assert package is not None
    assert package.submodule_search_locations
    called: set[str] = set()
    for path in Path(package.submodule_search_locations[0]).glob("*.py"):
        called |= set(_CALLED.findall(path.read_text(encoding="utf-8")))
    assert {"OLS", "tsa.STL"} <= called
    assert models.AutoARIMA
    for name in called:
        held = lean
        for part in name.split("."):
            assert hasattr(held, part), f"statsmodels' {name} is called and not loaded"
            held = getattr(held, part)
