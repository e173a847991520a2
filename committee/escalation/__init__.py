"""Who is behind, and who hears of it: cases, the ladder, the sweep.

A *case* is one lag of one unit on one indicator in one year; each change of it is a row.
"""
