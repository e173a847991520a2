"""The JSON doors under /api/v1.

They parse, ask the floors below and answer; no rule lives in a door.
"""
