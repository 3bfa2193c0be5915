"""An engine on the private network: a server with OpenAI's interface in place of a model of this machine, the
one process that connects to it, and the walls around both. Off unless a person allowed it.
"""
