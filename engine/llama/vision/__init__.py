"""Pictures in, text out: a GGUF with its projector in llama.cpp, both sides of the pipe."""
