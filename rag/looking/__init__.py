"""Second looks at lines of pictures that could not be read for sure; a maker of runs. Stands beside the other
makers and not in `rag.scanning`, since what it finds is indexed anew at once.
"""
