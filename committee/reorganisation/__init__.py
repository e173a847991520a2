"""Merging, splitting, renaming, moving and abolishing units, carrying everything with them.

The old tree stays as it was reported; the new one opens from its day.
"""
