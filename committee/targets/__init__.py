"""Indicators, plans, targets and their revisions, milestones, not-applicable marks, the cascade.

A *target* is set by an assigner; its value on a day is a fold over revisions.
"""
