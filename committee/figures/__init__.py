"""Values as of a date: imports, monthly entry, acceptance, and their roll-up up the tree.

A *figure* is never overwritten: a correction is a new revision. A *cell* is the read model of the newest state.
"""
