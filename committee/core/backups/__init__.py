"""Backups: one file that holds the database and the documents, and the way back from it.

Source: docs/decisions/0004-backups.md.
"""
