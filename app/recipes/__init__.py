"""Chains of work over documents, begun by hand or by the clock, each execution kept and undoable."""
