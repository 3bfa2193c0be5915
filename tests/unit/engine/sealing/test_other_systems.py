"""The sandboxes of macOS and Windows, as far as they can be told without either: what is asked of them."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from engine.sealing import macos, windows


def test_a_profile_lets_read_what_it_names_and_nothing_else() -> None:
    rules = macos.profile([Path("/Users/a/contract.pdf"), Path('/Users/a/the "new" lease.pdf')])
    assert "(deny default)" in rules
    assert "(deny network*)" in rules
    assert "(deny process-exec*)" in rules
    assert '(subpath "/Users/a/contract.pdf")' in rules
    assert '(subpath "/Users/a/the \\"new\\" lease.pdf")' in rules
    assert '(subpath "/Users")' not in rules
    assert rules.count("(") == rules.count(")")
    assert "iokit-open" not in rules
    assert "iokit-open" in macos.profile([], drivers=True)


def test_only_nowhere_is_written_to() -> None:
    written = [
        line for line in macos.profile([Path("/a")], drivers=True).splitlines() if "file-write" in line
    ]
    assert written == ['(allow file-write-data (literal "/dev/null"))']


def test_where_the_system_has_no_sandbox_that_is_told() -> None:
    if Path("/usr/lib/libsandbox.dylib").exists():
        pytest.skip("it has")
    assert not macos.restrict([Path("/a")])


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes are those of 64 bits")
def test_structures_have_the_sizes_of_the_reference() -> None:
    assert ctypes.sizeof(windows.BasicLimits) == 64
    assert ctypes.sizeof(windows.ExtendedLimits) == 144
    assert ctypes.sizeof(windows.Label) == 16
    assert ctypes.sizeof(windows.Privilege) == 12


class _Function:
    def __init__(self, result: int, does: object = None) -> None:
        self.result, self.does = result, does
        self.calls: list[tuple[object, ...]] = []
        self.restype: object = None

    def __call__(self, *arguments: object) -> int:
        self.calls.append(arguments)
        if callable(self.does):
            self.does(*arguments)
        return self.result


class _Library:
    """Answers every call with success, and notes it."""

    def __init__(self, **special: _Function) -> None:
        self.functions = dict(special)

    def __getattr__(self, name: str) -> _Function:
        return self.functions.setdefault(name, _Function(1))


HELD = [(8, 0x2), (windows._TRAVERSE, 0x3), (20, 0x2)]  # back-up, paths, debugging


def _told(_token: object, _kind: object, buffer: object, _size: object, needed: object) -> None:
    size = 4 + 12 * len(HELD)
    ctypes.cast(needed, ctypes.POINTER(ctypes.c_uint32))[0] = size  # type: ignore[arg-type]
    if isinstance(buffer, ctypes.Array):
        ctypes.c_uint32.from_buffer(buffer).value = len(HELD)
        for one, (luid, attributes) in zip(
            (windows.Privilege * len(HELD)).from_buffer(buffer, 4), HELD, strict=True
        ):
            one.low, one.attributes = luid, attributes


def test_a_child_of_windows_stays_alone_unprivileged_and_low() -> None:
    kernel, security = (
        _Library(),
        _Library(GetTokenInformation=_Function(1, _told), GetLengthSid=_Function(12)),
    )
    assert windows.restrict(kernel, security)
    limits, restrictions = kernel.SetInformationJobObject.calls
    assert (limits[1], limits[3]) == (9, 144)
    assert restrictions[1] == 4
    assert kernel.AssignProcessToJobObject.calls
    removed = security.AdjustTokenPrivileges.calls[0][2]
    assert isinstance(removed, ctypes.Array)
    kept = {one.low: one.attributes for one in (windows.Privilege * len(HELD)).from_buffer(removed, 4)}
    assert kept == {8: 0x4, windows._TRAVERSE: 0x3, 20: 0x4}
    assert security.ConvertStringSidToSidW.calls[0][0] == "S-1-16-4096"
    assert security.SetTokenInformation.calls[0][1] == 25
    assert security.SetTokenInformation.calls[0][3] == 28


@pytest.mark.parametrize("name", ["AssignProcessToJobObject", "CreateJobObjectW"])
def test_what_windows_refuses_is_told(name: str) -> None:
    kernel, security = _Library(**{name: _Function(0)}), _Library(GetTokenInformation=_Function(1, _told))
    assert not windows.restrict(kernel, security)
    assert security.SetTokenInformation.calls, "the rest is done all the same"
