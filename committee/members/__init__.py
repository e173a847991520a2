"""Steering committees, seats, areas in charge, posts: who may do what where.

A *seat* belongs to a committee; a *post* is the work of an office (reporter, reviewer, supervisor, administrator).
"""
