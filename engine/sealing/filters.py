"""Which system calls a process may make: seccomp(2), Linux 3.17+, for every thread and all it starts.

`WINDOW` is for the program itself: no sockets but to programs of this machine, and nothing that looks into
other processes or goes round the filter. Processes that only read have `READING`: what they were seen to need
(strace, on documents of every format) and the like, and nothing else: no socket, no new process or program,
no file opened for writing. `COMPUTING` is the same for models, whose libraries open the device of nothing to
write to it, so that Landlock alone keeps them from files. `DRIVING` is for models on a graphics processor,
whose drivers need what only their makers know: all but what the others refuse by name, less what CUDA needs
of that. `FETCHER` is for the one process that has a network to fetch models, `DOOR` for the one that
connects to an engine on the private network (`engine.remote.door`): what `READING` may but for files, and
streams of TCP. No filter sees addresses: those are the business of that process, and of Landlock's ports.

What is refused by name fails with EACCES, what nobody thought of with ENOSYS, as on a kernel that does not
know it: the C library then does without (clone3, whose arguments no filter can see, becomes clone).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from errno import EACCES, ENOSYS

from engine.sealing.call_numbers import CALLS
from engine.sealing.kernel import LINUX, prctl, syscall

ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050000 | EACCES, 0x00050000 | ENOSYS  # SECCOMP_RET_ALLOW, _ERRNO

# Linux classic BPF over struct seccomp_data {int nr; u32 arch; u64 ip; u64 args[6]}
# (linux/seccomp.h, linux/filter.h).
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_OFFSET, _ARCH_OFFSET, _ARGUMENTS_OFFSET = 0, 4, 16
_X32_BIT = 0x40000000  # the x32 table of x86_64 has a socket() of its own

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC = 1, 1

# Families of sockets (linux/socket.h). By the last the C library asks which addresses this machine has,
# before it looks a name up.
_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK = 1, 2, 10, 16

# SOCK_STREAM, alone and with SOCK_CLOEXEC, SOCK_NONBLOCK or both.
_STREAMS = (1, 0x80001, 0x801, 0x80801)

_CLONE_THREAD = 0x00010000
# O_ACCMODE, O_CREAT, O_TRUNC of both architectures; the rest of O_TMPFILE does nothing without writing.
_TO_WRITE = 0o3 | 0o100 | 0o1000
_SELF = -1  # among the values of a rule: this process's id


@dataclass(frozen=True, slots=True)
class Rule:
    """A system call that is allowed where the lower half of an argument is one of `among`, has one of the
    bits `having` or none of `lacking`; always, where nothing of that is given. With `kinds`, only where that
    of the second argument is one of these as well.
    """

    call: str
    argument: int = 0
    among: tuple[int, ...] = ()
    having: int = 0
    lacking: int = 0
    kinds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    rules: tuple[Rule, ...]
    refused: tuple[str, ...]
    unknown: tuple[str, ...]  # as if the kernel had no such call
    otherwise: int


_AROUND = ("io_uring_setup", "io_uring_enter", "io_uring_register")  # opens sockets and files unseen
_INTO_OTHERS = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd"),
    *("perf_event_open", "bpf", "userfaultfd"),
)
_OUT = (
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
)
_START = ("execve", "execveat", "fork", "vfork")
_OTHERS = ("pidfd_open", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tkill")
_KEYS = ("keyctl", "add_key", "request_key")
_SYSTEM = (
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen"),
    *("name_to_handle_at", "open_by_handle_at", "init_module", "finit_module", "delete_module", "kexec_load"),
)
_CHANGES = (
    *("creat", "mkdir", "mkdirat", "mknod", "mknodat", "unlink", "unlinkat", "rmdir", "rename", "renameat"),
    *("renameat2", "link", "linkat", "symlink", "symlinkat", "truncate", "chmod", "fchmod", "fchmodat"),
    *("chown", "fchown", "lchown", "fchownat", "utime", "utimes", "utimensat", "futimesat"),
    *("setxattr", "lsetxattr", "fsetxattr"),
)
_NEEDED = (
    *("read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "lseek", "close"),
    *("close_range", "dup", "dup2", "dup3", "fcntl", "ioctl", "stat", "fstat", "lstat", "newfstatat"),
    *("statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents", "getdents64"),
    *("getcwd", "statfs", "fstatfs", "fadvise64", "flock", "ftruncate", "pipe", "pipe2", "poll"),
    *("ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait"),
    *("epoll_pwait", "eventfd", "eventfd2", "memfd_create", "mmap", "munmap", "mprotect", "mremap"),
    *("madvise", "brk", "mlock", "munlock", "msync", "mincore", "membarrier", "mbind", "get_mempolicy"),
    *("set_mempolicy", "rseq", "futex", "futex_waitv", "set_robust_list", "get_robust_list"),
    *("set_tid_address", "gettid", "sched_yield", "sched_getaffinity", "sched_setaffinity"),
    *("sched_getparam", "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min"),
    *("getcpu", "exit", "exit_group", "arch_prctl", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn"),
    *("rt_sigpending", "rt_sigtimedwait", "rt_sigsuspend", "sigaltstack", "pause", "restart_syscall"),
    *("alarm", "setitimer", "getitimer", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid"),
    *("getpgid", "getpgrp", "getsid", "getresuid", "getresgid", "getgroups", "uname", "sysinfo"),
    *("umask", "times", "getrusage", "getrlimit", "setrlimit", "getpriority", "capget", "clock_gettime"),
    *("clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "getrandom"),
)
# prctl(2): PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_GET_SECCOMP, PR_CAPBSET_READ,
# PR_SET_VMA.
_OF_NAMES = (15, 16, 3, 39, 21, 23, 0x53564D41)
_OWN = (
    Rule("clone", having=_CLONE_THREAD),  # a thread, no process
    Rule("kill", among=(_SELF,)),
    Rule("tgkill", among=(_SELF,)),
    Rule("prctl", among=_OF_NAMES),
)

_COMMON = (*map(Rule, _NEEDED), *_OWN, Rule("prlimit64", among=(0, _SELF)))
_NOT_FOR_CHILDREN = (*_OUT, *_START, *_AROUND, *_INTO_OTHERS, *_OTHERS, *_KEYS, *_SYSTEM)
_UNSEEN = ("clone3",)

WINDOW = Filter(
    rules=(Rule("socket", among=(_AF_UNIX,)), Rule("socketpair", among=(_AF_UNIX,))),
    refused=(*_AROUND, *_INTO_OTHERS),
    unknown=(),
    otherwise=ALLOW,
)
READING = Filter(
    rules=(
        *_COMMON,
        Rule("open", argument=1, lacking=_TO_WRITE),
        Rule("openat", argument=2, lacking=_TO_WRITE),
    ),
    refused=("socket", "socketpair", *_NOT_FOR_CHILDREN, *_CHANGES),
    unknown=_UNSEEN,
    otherwise=UNKNOWN,
)
COMPUTING = Filter(
    rules=(*_COMMON, Rule("open"), Rule("openat")),
    refused=("socket", "socketpair", *_NOT_FOR_CHILDREN, *_CHANGES),
    unknown=_UNSEEN,
    otherwise=UNKNOWN,
)
# Found on an H100 with driver 580, by refusing one after another: it does not begin unless it may have a
# socket listen, which nobody can connect to here, and remove a file, which Landlock refuses.
_OF_CUDA = ("bind", "listen", "unlink")
DRIVING = Filter(
    rules=(*_OWN, Rule("socket", among=(_AF_UNIX,)), Rule("socketpair", among=(_AF_UNIX,))),
    # Landlock leaves modes, owners and times alone.
    refused=tuple(call for call in (*_NOT_FOR_CHILDREN, *_CHANGES) if call not in _OF_CUDA),
    unknown=_UNSEEN,
    otherwise=ALLOW,
)
FETCHER = Filter(
    rules=(
        Rule("socket", among=(_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK)),
        Rule("socketpair", among=(_AF_UNIX,)),
    ),
    refused=(*_AROUND, *_INTO_OTHERS, *_KEYS, *_SYSTEM),
    unknown=(),
    otherwise=ALLOW,
)
# Descriptors of connections come to it (recvmsg); it sends with write(2), which needs a connection.
_OF_A_DOOR = ("connect", "recvmsg")
DOOR = Filter(
    rules=(
        *_COMMON,
        Rule("socket", among=(_AF_INET, _AF_INET6), kinds=_STREAMS),
        *map(Rule, (*_OF_A_DOOR, "setsockopt", "getsockopt", "shutdown")),
    ),
    refused=(
        *(call for call in _NOT_FOR_CHILDREN if call not in _OF_A_DOOR),
        *("socketpair", "open", "openat", *_CHANGES),
    ),
    unknown=_UNSEEN,
    otherwise=UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Machine:
    """An architecture: AUDIT_ARCH_*, and its column in the table of numbers."""

    arch: int
    column: int

    def number(self, call: str) -> int | None:
        """None where there is no such call, as of the older ones on ARM."""
        return CALLS[call][self.column]


MACHINES = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}

_Instruction = tuple[int, int, int, int]


def program(machine: Machine, chosen: Filter, own_id: int) -> bytes:
    """The filter in the kernel's language, for the process with this id.

    Refuses calls of every other architecture: their numbers mean something else.
    """
    instructions: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCH_OFFSET),
        (_EQUAL, 1, 0, machine.arch),
        (_RETURN, 0, 0, REFUSE),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, REFUSE),
    ]
    for rule in chosen.rules:
        number = machine.number(rule.call)
        if number is not None:
            block = list(_checked(rule, own_id))
            instructions += [(_EQUAL, 0, len(block), number), *block]
    for calls, verdict in ((chosen.refused, REFUSE), (chosen.unknown, UNKNOWN)):
        for number in map(machine.number, calls):
            if number is not None:
                instructions += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, verdict)]
    instructions.append((_RETURN, 0, 0, chosen.otherwise))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)


def _checked(rule: Rule, own_id: int) -> Iterator[_Instruction]:
    """What follows once a call is known to be the rule's; every way through ends with a verdict."""
    if not (rule.among or rule.having or rule.lacking):
        yield (_RETURN, 0, 0, ALLOW)
        return
    if rule.kinds:
        yield (_LOAD, 0, 0, _ARGUMENTS_OFFSET + 8)
        for left, kind in zip(range(len(rule.kinds), 0, -1), rule.kinds, strict=True):
            yield (_EQUAL, left, 0, kind)  # past the others, and past the refusal
        yield (_RETURN, 0, 0, REFUSE)
    yield (_LOAD, 0, 0, _ARGUMENTS_OFFSET + 8 * rule.argument)  # both architectures keep the lower half first
    for value in rule.among:
        yield (_EQUAL, 0, 1, own_id if value == _SELF else value)
        yield (_RETURN, 0, 0, ALLOW)
    if rule.having:
        yield (_ANY_BIT, 0, 1, rule.having)
        yield (_RETURN, 0, 0, ALLOW)
    if rule.lacking:
        yield (_ANY_BIT, 1, 0, rule.lacking)
        yield (_RETURN, 0, 0, ALLOW)
    yield (_RETURN, 0, 0, REFUSE)


def install(chosen: Filter) -> bool:
    """True once the kernel filters every thread of this process and all it starts; False where it cannot."""
    machine = MACHINES.get(platform.machine())
    # A 32-bit interpreter on a 64-bit kernel makes calls of another architecture.
    if not LINUX or machine is None or sys.maxsize < 1 << 32:
        return False
    code = program(machine, chosen, os.getpid())
    buffer = ctypes.create_string_buffer(code, len(code))

    class SockFprog(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    fprog = SockFprog(len(code) // 8, ctypes.addressof(buffer))
    if not prctl(_PR_SET_NO_NEW_PRIVS, 1):
        return False
    number = machine.number("seccomp")
    operation, flag = ctypes.c_ulong(_SECCOMP_SET_MODE_FILTER), ctypes.c_ulong(_SECCOMP_FILTER_FLAG_TSYNC)
    if number is not None and syscall(number, operation, flag, ctypes.byref(fprog)) == 0:
        return True
    return bool(
        ctypes.CDLL(None).prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(fprog), 0, 0) == 0
    )
