"""Puts it together: factory, navigation, error pages, filters, security headers.

The only floor that knows all others.
"""
