"""Whatever our modules import, at their heads or later, is there without what a package leaves out.

Modules that are left out are kept from being found, as they would not be found in a package.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from bundle.contents import OURS, hidden
from bundle.leaving_out import MODULES

ROOT = Path(__file__).resolve().parents[3]
_IMPORTING = '''
import importlib, json, sys
from bundle.absent import install
from bundle.leaving_out import MODULES

install()

class Lacking:
    """What finds modules, but for those that are left out, which nobody finds."""

    def __init__(self, finders):
        self._finders = finders

    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in MODULES):
            return None
        found = (one.find_spec(name, path, target) for one in self._finders)
        return next((one for one in found if one is not None), None)

    def find_distributions(self, *context):
        able = (one for one in self._finders if hasattr(one, "find_distributions"))
        return [found for one in able for found in one.find_distributions(*context)]

sys.meta_path = [Lacking(sys.meta_path)]
failed = {}
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = f"{type(error).__name__}: {error}"
print(json.dumps(failed))
'''


def _left_out(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in MODULES)


def _imported() -> set[str]:
    """Our modules, and those that any import of ours names."""
    names: set[str] = set()
    for path in (one for floor in OURS for one in (ROOT / floor).rglob("*.py")):
        names.add(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names |= {one.name for one in node.names} if isinstance(node, ast.Import) else set()
            names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
    return {name for name in names if name and not name.endswith("__main__")}


def _is_here(name: str) -> bool:
    """Whether this system has it at all: some are of others."""
    return importlib.util.find_spec(name.partition(".")[0]) is not None


def test_what_our_modules_import_is_there_without_what_is_left_out() -> None:
    """numpy.f2py was left out, which SciPy imports unasked: no forecast was made in a package."""
    asked = (*_imported(), *hidden(), "rapidocr")
    names = sorted(name for name in asked if not _left_out(name) and _is_here(name))
    # Passed over by what forecasts; of other systems.
    names = [
        name for name in names if name != "statsforecast" and ".macOS" not in name and "Windows" not in name
    ]
    assert {"chromadb", "engine.forecasting.methods"} <= set(names)
    paths = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))
    done = subprocess.run(
        [sys.executable, "-OO", "-W", "ignore", "-c", _IMPORTING],
        input=json.dumps(names),
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == {}
