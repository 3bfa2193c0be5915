"""The models of this machine: which role each serves, which is chosen, the processes that hold them. Not
the models themselves.
"""
