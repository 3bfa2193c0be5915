"""The list of parts of a bundle in CycloneDX 1.6, held against its schema. Run with the tools that make
packages: `python -m release.sbom INSIDE VERSION MOMENT TARGET`.
"""

from __future__ import annotations

import datetime as dt
import platform
import sys
import uuid
from pathlib import Path
from typing import Any

from release.parts import parts

_NAMESPACE = uuid.UUID("6f0c2f1e-6a5f-5d0b-9a44-0f4b9a3d7c11")  # of numbers made of what is in the list


def bill(inside: Path, version: str, moment: int) -> Any:
    """The list; the same bytes for the same parts. `moment` is in seconds since 1970."""
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
    from packageurl import PackageURL

    def licence_of(said: str) -> Any:
        from license_expression import ExpressionError, ExpressionParseError, get_spdx_licensing

        try:
            get_spdx_licensing().parse(said, validate=True)
        except (ExpressionError, ExpressionParseError):
            return DisjunctiveLicense(name=said)
        return LicenseExpression(said)

    program = Component(
        name="confidant", version=version, type=ComponentType.APPLICATION, bom_ref="confidant"
    )
    listed = [
        Component(
            name=part.name,
            version=part.version,
            type=ComponentType.LIBRARY,
            bom_ref=f"{part.name}@{part.version}",
            purl=PackageURL("pypi", None, part.name.lower(), part.version),
            licenses=[licence_of(part.licence)],
        )
        for part in parts(inside)
        if part.name != "confidant"
    ]
    python = platform.python_version()
    listed.append(
        Component(name="CPython", version=python, type=ComponentType.PLATFORM, bom_ref=f"CPython@{python}")
    )
    made = Bom(
        components=listed,
        metadata=BomMetaData(component=program, timestamp=dt.datetime.fromtimestamp(moment, dt.UTC)),
        serial_number=uuid.uuid5(_NAMESPACE, "\n".join(sorted(str(one.bom_ref) for one in listed))),
    )
    made.register_dependency(program, listed)
    return made


def write(inside: Path, version: str, moment: int, target: Path) -> None:
    """Raises `ValueError` where it does not hold against the schema."""
    from cyclonedx.output.json import JsonV1Dot6
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = JsonV1Dot6(bill(inside, version, moment)).output_as_string(indent=1)
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(wrong))
    target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
