"""The detector of lines and the recogniser that come along; what else the package holds is not used."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("rapidocr", includes=["models/PP-OCRv6_*", "*.yaml", "**/*.yaml"])
hiddenimports = ["rapidocr.inference_engine.onnxruntime"]
