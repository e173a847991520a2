"""Things that can hold a target: places, sectors, collectors, people; and their trees as of a day.

A *unit* is an identity; a *placement* says under which code and name it stood where, from when to when.
A code names a unit only at a date.
"""
