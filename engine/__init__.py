"""Models and processes: llama.cpp, embeddings, recognisers, workers, the seal. Knows nothing of documents."""
