"""Child processes: frames, limits, cancelling, death, and the seal around them. What they are asked stands
in the rooms that own it.
"""
