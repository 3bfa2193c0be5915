"""The loop over kept work: queue, giving way to questions, pace, pause, resume, again. What a run makes
stands in its maker in `rag`.
"""
