"""The rules of the subject, on plain values.

Days, numbers, shares, pace, levels, the ladder and who may do what.
Standard library only: no database, no web, no clock.
"""
