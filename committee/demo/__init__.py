"""Made-up people and figures around real published totals, built through operations only.

The same seed gives the same data; a database that has people in it is refused.
"""
