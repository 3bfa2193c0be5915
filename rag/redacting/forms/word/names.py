"""Names of WordprocessingML and its packages (ECMA-376)."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

RELATIONSHIP = f"{RELATIONSHIPS}Relationship"  # not for people
ID, TYPE, TARGET = "Id", "Type", "Target"  # not for people
MODE, EXTERNAL = "TargetMode", "External"  # not for people
EXTENSION, CONTENT_TYPE, PART_NAME = "Extension", "ContentType", "PartName"  # not for people
TYPES_ROOT, DEFAULT, OVERRIDE = f"{TYPES}Types", f"{TYPES}Default", f"{TYPES}Override"  # not for people
