"""Archives taken apart for tests and benchmarks."""

from __future__ import annotations

import tarfile
from pathlib import Path


def unpack(archive: Path, folder: Path) -> None:
    """Take a tar archive apart below `folder`, nothing of it elsewhere.

    Python 3.11.2, which Debian 12 has, knows no filters yet; what is unpacked here is ours.
    """
    with tarfile.open(archive) as opened:
        opened.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
        opened.extractall(folder)
