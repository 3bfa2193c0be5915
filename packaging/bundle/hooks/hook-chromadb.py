"""chromadb's tables of its own database come along; its servers do not."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

datas = collect_data_files("chromadb", includes=["migrations/**", "log_config.yml"])
# The list of functions that embed is imported whole, by names that are put together.
hiddenimports = collect_submodules("chromadb.utils.embedding_functions") + collect_submodules(
    "chromadb.telemetry", filter=lambda name: "test" not in name
)
