"""Recognisers of text in pictures as ONNX models: boxes and lines of one picture. Pages belong to
`rag.scanning`.
"""
