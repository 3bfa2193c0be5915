"""From a request to calls of functions: which of a register are meant, and with which arguments."""
