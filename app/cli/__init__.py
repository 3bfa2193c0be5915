"""The command line: one file a command, and what commands share (parser, session, output). No decision
that the window needs too.
"""
