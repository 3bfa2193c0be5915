"""Numbers are told and grouped; places, carriers and time zones of theirs are not asked for."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = collect_submodules("phonenumbers.data") + collect_submodules("phonenumbers.shortdata")
