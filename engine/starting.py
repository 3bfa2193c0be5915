"""How the program starts its own processes: one module each, run as the main one.

From a checkout, or installed by pip, Python runs the module. A frozen program (PyInstaller's `sys.frozen`)
has no Python beside it: it starts itself once more, with a verb that says which module it is to be.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence

from engine.assets import ROOT

VERB = "--own-process"  # the first argument of a frozen program that is to be one of its own processes

PACKAGE_INSTALLER = "pip"
# What a frozen program may be: whatever else follows the verb is no process of ours.
MODULES = ("engine.workers.child", "engine.remote.door", "engine.provision.fetcher", PACKAGE_INSTALLER)


def frozen() -> bool:
    """Whether this program is one with its Python."""
    return bool(getattr(sys, "frozen", False))


def command_of(module: str) -> list[str]:
    """The command line that runs a module of `MODULES` as a process of its own; options may follow."""
    if frozen():
        return [sys.executable, VERB, module]
    if module == PACKAGE_INSTALLER:  # which is started where it finds what the user set it up with
        return [sys.executable, "-m", module]
    # -P: a file of the user's in the current folder must not be imported in place of a library.
    return [sys.executable, "-P", "-m", module]


def import_paths() -> list[str]:
    """Folders that a Python started by `command_of` has to be told of, so that it finds our packages."""
    installed = ROOT.name in ("site-packages", "dist-packages")  # where they are found anyway
    return [] if frozen() or installed else [str(ROOT)]


def as_own_process(arguments: Sequence[str]) -> bool:
    """Be the process that the program's `arguments` ask for, and return once it is over; False, at once,
    where they ask for none. Raises `SystemExit` with the status of one that ends itself.
    """
    if tuple(arguments[:1]) != (VERB,):
        return False
    module = arguments[1] if len(arguments) > 1 else ""
    if module not in MODULES:
        raise SystemExit(2)
    sys.argv = [module, *arguments[2:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return True
