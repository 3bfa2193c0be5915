"""The application, free of Qt: services, settings, the command line, and the words for people. Nothing
here knows a widget.
"""
