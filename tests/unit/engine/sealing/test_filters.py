"""The filters, as the kernel would run them: numbers, arguments, architectures."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from engine.sealing.call_numbers import CALLS
from engine.sealing.filters import (
    ALLOW,
    COMPUTING,
    DOOR,
    DRIVING,
    FETCHER,
    MACHINES,
    READING,
    REFUSE,
    UNKNOWN,
    WINDOW,
    Filter,
    Machine,
    program,
)

OWN = 4321
NAMES = pytest.mark.parametrize("name", MACHINES)
ALL = {
    "window": WINDOW,
    "reading": READING,
    "computing": COMPUTING,
    "driving": DRIVING,
    "fetcher": FETCHER,
    "door": DOOR,
}
EVERY = pytest.mark.parametrize("chosen", ALL.values(), ids=ALL.keys())


def answer(code: bytes, number: int, arch: int, arguments: tuple[int, ...] = ()) -> int:
    """Run classic BPF as the kernel does, over the kinds of instruction that a filter has."""
    data = struct.pack("<IIQ6Q", number, arch, 0, *arguments, *(6 - len(arguments)) * (0,))
    instructions = list(struct.iter_unpack("<HBBI", code))
    at, accumulator = 0, 0
    while True:
        kind, if_true, if_false, value = instructions[at]
        at += 1
        if kind == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif kind == 0x15:
            at += if_true if accumulator == value else if_false
        elif kind == 0x35:
            at += if_true if accumulator >= value else if_false
        elif kind == 0x45:
            at += if_true if accumulator & value else if_false
        else:
            assert kind == 0x06
            return int(value)


def said(machine: Machine, chosen: Filter, call: str, *arguments: int) -> int:
    number = machine.number(call)
    assert number is not None
    return answer(program(machine, chosen, OWN), number, machine.arch, arguments)


@NAMES
@EVERY
def test_every_way_through_ends_with_a_verdict_and_fits_the_kernel(name: str, chosen: Filter) -> None:
    code = program(MACHINES[name], chosen, OWN)
    assert len(code) // 8 < 4096  # BPF_MAXINSNS
    for number in range(600):
        for argument in (0, 1, OWN, 0x10000, 0xFFFFFFFF):
            verdict = answer(code, number, MACHINES[name].arch, (argument, argument, argument))
            assert verdict in (ALLOW, REFUSE, UNKNOWN)


@NAMES
@EVERY
def test_no_filter_can_be_gone_round_by_other_numbers(name: str, chosen: Filter) -> None:
    machine = MACHINES[name]
    code = program(machine, chosen, OWN)
    assert answer(code, 0, 0x40000003, ()) == REFUSE  # i386
    assert answer(code, 0x40000000 | 41, machine.arch, (1,)) == REFUSE  # x32
    for call in ("io_uring_setup", "ptrace", "process_vm_readv", "process_vm_writev", "bpf", "userfaultfd"):
        assert said(machine, chosen, call) == REFUSE


@NAMES
@pytest.mark.parametrize(
    ("chosen", "open_families"),
    [(WINDOW, {1}), (READING, set()), (COMPUTING, set()), (DRIVING, {1}), (FETCHER, {1, 2, 10, 16})],
)
def test_families_of_sockets_are_allowed_one_by_one(
    name: str, chosen: Filter, open_families: set[int]
) -> None:
    machine = MACHINES[name]
    found = {family for family in range(300) if said(machine, chosen, "socket", family) == ALLOW}
    assert found == open_families
    # The kernel looks at the lower half of the argument alone.
    assert all(said(machine, chosen, "socket", family | 7 << 32) == REFUSE for family in {2, 40} - found)


@NAMES
def test_a_door_connects_streams_and_opens_no_file(name: str) -> None:
    machine = MACHINES[name]
    for kind in (1, 0x80001, 0x801, 0x80801):  # SOCK_STREAM and what may be set with it
        open_families = {f for f in range(50) if said(machine, DOOR, "socket", f, kind) == ALLOW}
        assert open_families == {2, 10}
    for kind in (0, 2, 3, 5, 0x80002):  # datagrams, raw ones, sequences of packets
        assert said(machine, DOOR, "socket", 2, kind) == REFUSE
    for call in (
        "connect",
        "recvmsg",
        "getsockopt",
        "read",
        "write",
        "poll" if name == "x86_64" else "ppoll",
    ):
        assert said(machine, DOOR, call) == ALLOW
    for call in (
        "bind",
        "listen",
        "accept4",
        "sendto",
        "sendmsg",
        "socketpair",
        "openat",
        "execve",
        "ptrace",
    ):
        assert said(machine, DOOR, call) == REFUSE


@NAMES
@pytest.mark.parametrize("chosen", [READING, COMPUTING, DRIVING, DOOR])
def test_a_child_starts_threads_and_nothing_else(name: str, chosen: Filter) -> None:
    machine = MACHINES[name]
    assert said(machine, chosen, "clone", 0x003D0F00) == ALLOW  # as pthread_create asks
    assert said(machine, chosen, "clone", 17) == REFUSE  # SIGCHLD: fork()
    assert said(machine, chosen, "clone", 0x4111) == REFUSE  # CLONE_VM | CLONE_VFORK: posix_spawn()
    assert said(machine, chosen, "clone3") == UNKNOWN  # the C library falls back to clone
    assert said(machine, chosen, "execve") == REFUSE
    assert said(machine, chosen, "execveat") == REFUSE


@NAMES
def test_a_reader_opens_files_to_read_alone(name: str) -> None:
    machine = MACHINES[name]
    for flags, verdict in (
        (0o2000000, ALLOW),  # O_RDONLY | O_CLOEXEC
        (0o200000, ALLOW),  # O_DIRECTORY
        (0o1, REFUSE),
        (0o2, REFUSE),
        (0o100, REFUSE),  # O_CREAT
        (0o1000, REFUSE),  # O_TRUNC
        (0o20200002, REFUSE),  # O_TMPFILE | O_RDWR
    ):
        assert said(machine, READING, "openat", 0xFFFFFF9C, 0, flags) == verdict
    assert said(machine, READING, "unlinkat") == REFUSE


@NAMES
def test_a_child_signals_and_limits_itself_alone(name: str) -> None:
    machine = MACHINES[name]
    for call in ("kill", "tgkill", "prlimit64"):
        assert said(machine, READING, call, OWN) == ALLOW
        assert said(machine, READING, call, OWN + 1) == REFUSE
    assert said(machine, READING, "prctl", 15) == ALLOW  # PR_SET_NAME
    assert said(machine, READING, "prctl", 4) == REFUSE  # PR_SET_DUMPABLE


@NAMES
def test_what_nobody_thought_of_is_unknown_to_a_child(name: str) -> None:
    machine = MACHINES[name]
    assert answer(program(machine, READING, OWN), 599, machine.arch) == UNKNOWN
    assert answer(program(machine, WINDOW, OWN), 599, machine.arch) == ALLOW


HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
GENERIC = Path("/usr/include/asm-generic/unistd.h")


def test_the_numbers_are_the_kernels() -> None:
    if not (HEADER.exists() and GENERIC.exists()):
        pytest.skip("the kernel's headers are not here")
    x86 = dict(re.findall(r"#define __NR_(\w+)\s+(\d+)", HEADER.read_text()))
    generic = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", GENERIC.read_text()))
    generic |= {"newfstatat": generic["fstatat"]}
    for call, (on_x86, on_arm) in CALLS.items():
        assert on_x86 == int(x86[call])
        assert on_arm is None or on_arm == int(generic[call])
        assert on_arm is not None or call not in generic or call in ("renameat", "clone3")


@NAMES
def test_what_a_driver_listens_on_is_reached_by_nobody(name: str) -> None:
    machine = MACHINES[name]
    assert said(machine, DRIVING, "listen") == ALLOW
    for call in ("connect", "accept", "accept4", "sendto", "sendmsg", "recvfrom", "recvmsg"):
        assert said(machine, DRIVING, call) == REFUSE
