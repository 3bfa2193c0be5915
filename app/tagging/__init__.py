"""Tags of documents: putting them on and taking them off, and the rules that do so by themselves."""
