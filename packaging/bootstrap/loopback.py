"""Bring the loopback interface up in a fresh network namespace and run a command there.

    unshare -n python loopback.py COMMAND…

Tests talk to servers of their own on 127.0.0.1; nothing else can be reached.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys

SET_FLAGS = 0x8914  # SIOCSIFFLAGS, netdevice(7)
UP = 0x1  # IFF_UP


def main() -> None:
    if sys.platform != "linux":
        raise SystemExit("network namespaces are Linux's")
    import fcntl

    request = struct.pack("16sh14x", b"lo", UP)
    # Where the interface may not be touched, tests that need it say so themselves.
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SET_FLAGS, request)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
