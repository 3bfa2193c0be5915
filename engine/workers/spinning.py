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

# llama.cpp's threads meet hundreds of times a token. Beside one busy program, on two cores and with a 0.5B
# model: 0.4 tokens a second, and 60 of prefill, as GCC's library spins by itself; 1 and 76 with 60,000 turns;
# 9 and 115 with 5,000; 21 and 115 with 500. Alone 37 to 42 and about 200 with any of them, but 27 when they
# sleep at once.
MODEL_PATIENCE = {"GOMP_SPINCOUNT": "500"}

PATIENCE = {"GOMP_SPINCOUNT": "60000", "OPENBLAS_THREAD_TIMEOUT": "4"}


def sleep_early() -> None:
    """Set this process's patience, and its children's. Takes effect before NumPy is first imported."""
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)
