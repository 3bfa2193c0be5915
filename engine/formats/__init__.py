"""Model files: whether a GGUF, ONNX or safetensors file is whole, and what it says of itself. No runtime
is loaded.
"""
