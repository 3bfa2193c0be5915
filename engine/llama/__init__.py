"""llama.cpp, both sides of the pipe: texts and pictures in, tokens out. The only room that imports
`llama_cpp`.
"""
