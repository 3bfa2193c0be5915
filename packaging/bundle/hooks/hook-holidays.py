"""The holidays of a country are a module imported by its name; what each is called lies beside it."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

hiddenimports = collect_submodules("holidays.countries")
datas = collect_data_files("holidays", includes=["locale/**/*.mo"])
