"""An engine on the private network that a person allowed to answer: which it is, how it takes the place of
the model of this machine, and what becomes of it when it cannot be reached.
"""
