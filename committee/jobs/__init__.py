"""The timetable: what runs by itself, and when.

A job does whatever its table says is due, one transaction per item.
"""
