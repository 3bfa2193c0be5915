"""How long compute threads wait for each other by spinning before they sleep.

Left to itself OpenBLAS spins for tens of milliseconds after every product and GCC's OpenMP as long, each on
every core: the window's process and the embedder's then keep each other from work. Measured on two cores: a
question is embedded in 11 ms instead of 22 to 113 beside an OpenBLAS that sleeps early, and two embedders at
once read 300 passages in 9 s instead of 24; alone, neither is slower.

OPENBLAS_THREAD_TIMEOUT is an exponent of two (https://github.com/OpenMathLib/OpenBLAS, README, "Setting the
number of threads"); GOMP_SPINCOUNT a number of turns
(https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html).
"""

from __future__ import annotations

import os

PATIENCE = {"GOMP_SPINCOUNT": "60000", "OPENBLAS_THREAD_TIMEOUT": "4"}


def sleep_early() -> None:
    """Set this process's patience, and its children's. Takes effect before NumPy is first imported."""
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)
