"""The `flask …` commands.

A command parses, opens `transaction()`, calls one operation and says what it did.
"""
