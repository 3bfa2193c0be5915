"""Signs programs and packages for Windows with a certificate that lies elsewhere: in the store of Windows,
where a card or a service of keys puts it, or in a file of PKCS #12.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bootstrap.console import StepFailed

# By which the certificate is named: its SHA-1 in the store of Windows; or a file, and one with its password.
THUMBPRINT, FILE, PASSWORD = "CONFIDANT_SIGN_SHA1", "CONFIDANT_SIGN_PFX", "CONFIDANT_SIGN_PASSWORD_FILE"
TIMESTAMP = "CONFIDANT_SIGN_TIMESTAMP"  # the address of who confirms the time; without it none is confirmed


def sign(path: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Sign a file as it is; False where no certificate is named. Raises `StepFailed`."""
    command = command_for(path, environment)
    if command is None:
        return False
    if shutil.which(command[0]) is None:
        raise StepFailed(f"{path.name} cannot be signed: {command[0]} is not here.")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StepFailed(f"{path.name} was not signed: {(done.stdout + done.stderr).strip()[-600:]}")
    signed = _beside(path)
    if signed.exists():
        signed.replace(path)
    return True


def command_for(path: Path, environment: Mapping[str, str]) -> list[str] | None:
    """The command that signs a file; None where no certificate is named."""
    when = environment.get(TIMESTAMP)
    if thumbprint := environment.get(THUMBPRINT):
        stamped = ["/tr", when, "/td", "sha256"] if when else []
        return [
            "signtool",
            "sign",
            "/sha1",
            thumbprint,
            "/fd",
            "sha256",
            "/d",
            "Confidant",
            *stamped,
            str(path),
        ]
    if file := environment.get(FILE):
        password = environment.get(PASSWORD)
        named = ["-pkcs12", file, *(["-readpass", password] if password else [])]
        stamped = ["-ts", when] if when else []
        to = ["-in", str(path), "-out", str(_beside(path))]
        whole = ["-add-msi-dse"] if path.suffix == ".msi" else []  # the names of what is in it as well
        return ["osslsigncode", "sign", *named, "-h", "sha256", "-n", "Confidant", *whole, *stamped, *to]
    return None


def _beside(path: Path) -> Path:
    return path.with_name(f".signed-{path.name}")
