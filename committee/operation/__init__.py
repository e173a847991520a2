"""What whoever looks after the installation watches: its settings, its health, its figures.

It reads what the rooms below tell of themselves and decides nothing about the subject.
"""
