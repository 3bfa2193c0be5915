"""A processor of 2010, without AVX: what the program is made of starts on it, as an emulator shows.

A wheel that is compiled for newer ones ends the process that loads it with an illegal instruction, and
says nothing. Left out is torch, which the packaged program goes without.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

import pytest

_EMULATORS = ("qemu-x86_64-static", "qemu-x86_64")
_EMULATOR = next(filter(None, map(shutil.which, _EMULATORS)), None)
_PROCESSOR = "Westmere"
# Each does a little of what it is there for: code that is chosen by the processor runs then, too.
_USES = (
    "import numpy; assert (numpy.ones((9, 9)) @ numpy.ones((9, 9))).sum() == 729",
    "import duckdb; assert duckdb.sql('SELECT sum(i) FROM range(9) t(i)').fetchall() == [(36,)]",
    "import onnxruntime",
    "import cv2; cv2.resize(numpy.zeros((9, 9, 3), 'u1'), (3, 3))",
    "import tokenizers",
    "import chromadb_rust_bindings",
    "import sqlcipher3.dbapi2 as sqlite; sqlite.connect(':memory:').execute('PRAGMA key = x')",
    "from cryptography.hazmat.primitives.ciphers.aead import AESGCM as A",
    "A(bytes(32)).encrypt(bytes(12), b'x', None)",
    "import argon2; argon2.PasswordHasher(1, 1024, 1).hash('x')",
    "import pypdfium2, lxml.etree, rapidfuzz.fuzz",
    "from PIL import Image; Image.new('RGB', (9, 9)).resize((3, 3))",
    "from PySide6.QtGui import QGuiApplication, QImage; QGuiApplication(['', '-platform', 'offscreen'])",
    "QImage(9, 9, QImage.Format.Format_RGB32).scaled(3, 3)",
)


@pytest.mark.skipif(
    _EMULATOR is None or sys.platform != "linux" or platform.machine() != "x86_64",
    reason="an emulator of x86 processors is needed (Debian: qemu-user-static)",
)
def test_an_old_processor_loads_every_library() -> None:
    assert _EMULATOR
    lines = [f"print({line!r}, flush=True)\n{line}" for line in _USES]
    ran = subprocess.run(
        [_EMULATOR, "-cpu", _PROCESSOR, sys.executable, "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    assert ran.returncode == 0, f"ended by {ran.returncode} in: {ran.stdout.splitlines()[-1:]}\n{ran.stderr}"
