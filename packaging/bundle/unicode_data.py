"""The data of ICU, 32 MB of how languages sort and call things, replaced by data that is empty.

Qt is linked to ICU and asks it for orders of sorting, code pages and names of time zones, none of which this
program asks Qt for: it sorts, reads and writes by itself. Where ICU has no data it says so, and Qt goes on
without: the dialog of files that Qt draws where a desktop brings none then sorts names by their codes. Cases
of letters, directions and breaks of lines need none of it. The bytes are those of ICU's own "stubdata".
"""

from __future__ import annotations

import re
from pathlib import Path

from bundle.compiling import compiled

_NAME = re.compile(r"libicudata\.so\.(\d+)$")
_SOURCE = """#include <stdint.h>
__attribute__((aligned(16), visibility("default"))) const struct {{
  uint16_t head; uint8_t magic[2]; uint16_t info, reserved;
  uint8_t big_endian, family, character, spare, format[4], format_version[4], data_version[4];
  uint8_t padding[8]; uint32_t count, none; uint32_t table[4];
}} icudt{version}_dat = {{
  32, {{0xda, 0x27}}, 20, 0,
  __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, 0, 2, 0, {{'T', 'o', 'C', 'P'}}, {{1, 0, 0, 0}}, {{0, 0, 0, 0}},
  {{0}}, 0, 0, {{0, 0, 0, 0}}
}};
"""


def empty_unicode_data(folder: Path) -> int:
    """Replace it in a folder; bytes that are saved. Raises `subprocess.CalledProcessError`."""
    saved = 0
    for path in sorted(folder.glob("libicudata.so.*")):
        found = _NAME.search(path.name)
        if found is None or path.is_symlink():
            continue
        before = path.stat().st_size
        compiled(path, _SOURCE.format(version=found[1]), ["-nostdlib"])
        saved += before - path.stat().st_size
    return saved
