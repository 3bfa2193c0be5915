"""Documents into the vault and the indexes; the vector and word indexes themselves."""
