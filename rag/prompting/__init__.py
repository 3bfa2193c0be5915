"""What a model is asked and how its answer is taken: templates, budget. What the answer means is its
caller's.
"""
