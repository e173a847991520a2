"""Meetings, conclusions and tasks with deadlines, submissions and extensions.

A task is a job with a product; its status is derived, never typed.
"""
