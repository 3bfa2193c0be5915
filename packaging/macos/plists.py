"""What macOS is told of the program: what it is and opens, and what it may do that others may not."""

from __future__ import annotations

import plistlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ID = "org.confidant.Confidant"
OLDEST = "13.0"  # as README.md says


def information(version: str, suffixes: Iterable[str], languages: Iterable[str]) -> dict[str, Any]:
    """The application's Info.plist. Files of these suffixes (".pdf") are offered to it, after what opens them
    by itself.
    """
    kinds = sorted({suffix.removeprefix(".") for suffix in suffixes})
    return {
        "CFBundleIdentifier": ID,
        "CFBundleName": "Confidant",
        "CFBundleDisplayName": "Confidant",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": sorted(languages),
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Document",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "CFBundleTypeExtensions": kinds,
            }
        ],
        "LSApplicationCategoryType": "public.app-category.productivity",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # it has a dark look of its own
        # macOS itself refuses what is not encrypted on its way, should a library of ours ever ask for it.
        "NSAppTransportSecurity": {"NSAllowsArbitraryLoads": False},
    }


def entitlements() -> dict[str, Any]:
    """What the hardened runtime forbids and the program needs: nothing but that libffi, by which Python calls
    functions of llama.cpp, writes small functions of its own on processors of Intel. All that is loaded is
    signed by whom the program is signed by; no just-in-time compiler, no camera, no network is asked for.
    """
    return {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def write(path: Path, told: dict[str, Any]) -> None:
    """In XML, as Apple's tools want entitlements."""
    path.write_bytes(plistlib.dumps(told, fmt=plistlib.FMT_XML, sort_keys=True))
