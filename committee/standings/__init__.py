"""The read model: where a unit stands against its targets on a day.

Achievement, pace, level, rank and forecast are computed here from figures and revisions, and stored nowhere.
"""
