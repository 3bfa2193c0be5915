"""The shapes in which models lie on a disk: how one is known, found and copied. A new shape is a module and a
row in `register`. Not what a model is used for.
"""
