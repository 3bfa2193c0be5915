"""Its voice, its lexicon and its rules of spelling lie beside its modules. What serves British voices alone,
of which none comes along, stays away.
"""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("hibari", excludes=["assets/*_gb*"])
