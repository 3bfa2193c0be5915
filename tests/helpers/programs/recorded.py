"""Records what a file says into a new home, until somebody ends this process: `recorded.py HOME SOUND`."""

from __future__ import annotations

import sys
from pathlib import Path

from fakes.microphone import FakeMicrophone, spoken
from house import House

from engine.cancel import CancelToken


def main(home: str, sound: str) -> None:
    house = House(Path(home))
    recordings = house.services.recordings
    said = spoken(Path(sound))
    recordings.microphone = FakeMicrophone(said, speed=10)
    take = recordings.begin("Inspection")
    for one in take.listen(CancelToken()):
        print(f"{one.seconds:.2f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
