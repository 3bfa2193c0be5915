"""The one process that connects to an engine: to that place, and to nothing else on any network."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from engine.errors import RemoteNotAllowed
from engine.remote import standby
from engine.remote.parcels import Kind, Unpacking, packed
from engine.remote.places import Place, place_of
from engine.remote.standby import Door
from engine.sealing import landlock

pytestmark = pytest.mark.skipif(not standby.POSSIBLE, reason="this system hands on no descriptors")

ROOT = Path(__file__).resolve().parents[4]


@contextmanager
def echoing(address: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives back what it gets, in capitals; its port, and what it got."""
    got: list[bytes] = []

    class Echo(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while data := self.request.recv(1 << 16):
                got.append(data)
                self.request.sendall(data.upper())

    with socketserver.ThreadingTCPServer((address, port), Echo) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1], got
        server.shutdown()
    thread.join(5)


@contextmanager
def line_to(door: Door) -> Iterator[socket.socket]:
    (descriptor,) = door.lines(1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=descriptor) as line:
        line.settimeout(20)
        yield line


def replies(line: socket.socket, until: Kind) -> list[tuple[Kind, bytes]]:
    unpacking, found = Unpacking(), []
    while not found or found[-1][0] is not until:
        data = line.recv(1 << 16)
        assert data, found
        found += unpacking.feed(data)
    return found


def test_bytes_go_through_and_come_back_over_several_lines() -> None:
    with echoing() as (port, got), closing(Door(place_of(f"http://localhost:{port}"))) as door:
        assert door.place().address == "127.0.0.1"
        with line_to(door) as one, line_to(door) as other:
            for line in (one, other):
                line.sendall(packed(Kind.OPEN))
                assert replies(line, Kind.OPENED) == [(Kind.OPENED, b"")]
            for line, word in ((other, b"second"), (one, b"first")):
                line.sendall(packed(Kind.DATA, word))
                assert replies(line, Kind.DATA) == [(Kind.DATA, word.upper())]
            one.sendall(packed(Kind.CLOSE))
            assert replies(one, Kind.CLOSED)[-1] == (Kind.CLOSED, b"")
            one.sendall(packed(Kind.OPEN) + packed(Kind.DATA, b"again"))
            assert replies(one, Kind.DATA)[-1] == (Kind.DATA, b"AGAIN")
        assert got == [b"second", b"first", b"again"]


def test_much_goes_through_whole() -> None:
    with (
        echoing() as (port, _),
        closing(Door(place_of(f"http://127.0.0.1:{port}"))) as door,
        line_to(door) as line,
    ):
        line.sendall(packed(Kind.OPEN))
        replies(line, Kind.OPENED)
        sent = os.urandom(500_000).hex().encode()
        writer = threading.Thread(
            target=lambda: [
                line.sendall(packed(Kind.DATA, sent[at : at + 60_000])) for at in range(0, len(sent), 60_000)
            ]
        )
        writer.start()
        unpacking, came = Unpacking(), b""
        while len(came) < len(sent):
            came += b"".join(data for _, data in unpacking.feed(line.recv(1 << 16)))
        writer.join()
        assert came == sent.upper()


def test_nobody_there_is_told_and_nonsense_ends_the_line_alone() -> None:
    with closing(Door(place_of("http://127.0.0.1:9"))) as door:
        with line_to(door) as line:
            line.sendall(packed(Kind.OPEN))
            assert replies(line, Kind.FAILED)[-1][0] is Kind.FAILED
        with line_to(door) as line:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert line.recv(100) == b""
        with line_to(door) as line:
            line.sendall(packed(Kind.OPEN))
            assert replies(line, Kind.FAILED)


def test_it_ends_with_the_program() -> None:
    script = """
import time
from engine.remote.places import place_of
from engine.remote.standby import Door
door = Door(place_of("http://127.0.0.1:9"))
door.place()
print(door.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        program.kill()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        threading.Event().wait(0.1)
    pytest.fail("the door is still there")


@pytest.mark.parametrize(
    ("place", "detail"),
    [
        (Place("8.8.8.8", 443, True, "8.8.8.8"), "address"),
        (Place("10.0.0.5", 80, False, "10.0.0.5"), "no-tls"),
        (Place("example.invalid", 443, True), "no-address"),
        (Place("box", 443, True, "93.184.215.14"), "address"),
    ],
)
def test_it_holds_to_the_rules_whatever_it_is_started_with(place: Place, detail: str) -> None:
    with closing(Door(place)) as door:
        for ask in (door.place, lambda: door.lines(1)):
            with pytest.raises(RemoteNotAllowed) as caught:
                ask()
            assert caught.value.facts["detail"] == detail


CONFINED = """
import ctypes, errno, json, os, socket, struct, sys
from engine.remote.door import confine
from engine.remote.places import Place
port, other = int(sys.argv[1]), int(sys.argv[2])
libc = ctypes.CDLL(None, use_errno=True)
socketpair = socket.socketpair
confine(Place("127.0.0.1", port, False, "127.0.0.1"))
def told(result):
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]
def tried(do):
    try:
        do()
    except PermissionError as error:
        return "refused"
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))
    return "done"
def native(port):
    one = libc.socket(2, 1, 0)
    to = struct.pack("=H", 2) + struct.pack(">H", port) + bytes([127, 0, 0, 1]) + bytes(8)
    return told(libc.connect(one, to, 16))
def python(address, port):
    with socket.socket() as one:
        one.connect((address, port))
found = {
    "its own": tried(lambda: python("127.0.0.1", port)),
    "natively": native(port),
    "another port": tried(lambda: python("127.0.0.1", other)),
    "another port natively": native(other),
    "another address": tried(lambda: python("127.0.0.2", port)),
    "the internet": tried(lambda: python("1.1.1.1", 443)),
    "a name": tried(lambda: socket.getaddrinfo("localhost", port)),
    "datagrams": told(libc.socket(2, 2, 0)),
    "raw": told(libc.socket(2, 3, 1)),
    "packets": told(libc.socket(17, 3, 0)),
    "programs of this machine": told(libc.socket(1, 1, 0)),
    "pairs": tried(socketpair),
    "listening": tried(lambda: socket.socket().bind(("127.0.0.1", 0))),
    "listening natively": told(libc.listen(libc.socket(2, 1, 0), 1)),
    "a file": tried(lambda: open(sys.argv[3])),
    "a file natively": told(libc.open(sys.argv[3].encode(), os.O_RDONLY)),
    "a new file": told(libc.open(sys.argv[3].encode() + b"x", os.O_WRONLY | os.O_CREAT, 0o600)),
    "a program": tried(lambda: os.execv("/bin/true", ["true"])),
    "another process": tried(os.fork),
    "its parent": told(libc.ptrace(0x4206, os.getppid(), None, None)),
}
os.write(1, json.dumps(found).encode())
"""


def test_it_connects_to_one_place_and_does_nothing_else(tmp_path: Path) -> None:
    if not landlock.version():
        pytest.skip("this kernel has no Landlock")
    secret = tmp_path / "secret"
    secret.write_text("words")
    with echoing() as (port, _), echoing("127.0.0.2", port) as (_, astray), echoing() as (other, also):
        done = subprocess.run(
            [sys.executable, "-c", CONFINED, str(port), str(other), str(secret)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert (found.pop("its own"), found.pop("natively")) == ("done", "done")
        if landlock.version() < 4:  # Linux 6.7: ports
            found.pop("another port natively")
        assert set(found.values()) <= {"refused", "EACCES", "EPERM"}, found
        assert len(found) >= 16
        assert (astray, also) == ([], [])
    assert sorted(tmp_path.iterdir()) == [secret]


def test_the_kernel_sees_one_address_alone(tmp_path: Path) -> None:
    """As strace tells of the process while it is told to open, to open elsewhere, and nonsense."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("there is no strace")
    notes = tmp_path / "calls"
    ours, theirs = socket.socketpair()
    with echoing() as (port, _), ours, theirs:
        command = [strace, "-f", "-qq", "-o", str(notes), "-e", "trace=%network"]
        command += [sys.executable, "-P", "-m", "engine.remote.door", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--address", "127.0.0.1"]
        running = subprocess.Popen(command, cwd=ROOT, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)
        theirs.close()
        assert b"127.0.0.1" in ours.recv(4096)
        mine, its = socket.socketpair()
        with mine, its:
            socket.send_fds(ours, [b"l"], [its.fileno()])
            mine.settimeout(20)
            mine.sendall(packed(Kind.OPEN, b"10.1.2.3:22"))  # what comes with it is not looked at
            replies(mine, Kind.OPENED)
            mine.sendall(packed(Kind.DATA, b"hello"))
            replies(mine, Kind.DATA)
        ours.close()
        running.wait(20)
    told = notes.read_text()
    assert set(re.findall(r"connect\(\d+, \{(.*?)\}", told)) == {
        f'sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr("127.0.0.1")'
    }
    assert set(re.findall(r"\bsocket\((\w+)", told)) <= {"AF_INET", "AF_UNIX"}


def test_a_sealed_program_speaks_through_it_and_has_no_socket_of_the_internet(tmp_path: Path) -> None:
    script = """
import json, socket, sys
from engine.cancel import CancelToken
from engine.errors import NetworkBlocked
from engine.remote.generator import RemoteEngine
from engine.remote.places import place_of
from engine.remote.standby import open_door, the_door
from engine.types import Message, Sampling, Speaker, TextDelta
from engine.workers.seal import seal
assert the_door() is None
open_door(place_of(sys.argv[1]))
seal()
door = the_door()
try:
    socket.socket(socket.AF_INET)
    print("not sealed")
except NetworkBlocked:
    pass
engine = RemoteEngine(door, door.place())
events = engine.generate((Message(Speaker.USER, "Why?"),), Sampling(), CancelToken())
print("".join(event.text for event in events if isinstance(event, TextDelta)))
engine.close()
door.close()
"""
    from engines import stand_in

    command = [sys.executable, "-c", script]
    notes = tmp_path / "calls"
    with stand_in(lambda asked: asked.stream("Be", "cause.")) as server:
        strace = shutil.which("strace")
        if strace:
            command = [strace, "-qq", "-o", str(notes), "-e", "trace=socket", *command]
        done = subprocess.run(
            [*command, server.place.url], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Because.\n"
    if strace:
        granted = re.findall(r"socket\((\w+).*\) = \d", notes.read_text())
        assert set(granted) <= {"AF_UNIX"}
