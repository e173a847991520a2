"""Read-only pages over everything below.

No rule and no write lives here.
"""
