"""Set-up of a checkout, for `make.py`: the standard library alone, before anything is installed."""
