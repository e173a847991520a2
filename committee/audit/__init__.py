"""Who did what to which thing, and when.

Append-only. It names its actor by id and words, and the thing by kind and id, so that it depends on no floor above.
"""
