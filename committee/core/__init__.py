"""What every floor stands on: the database handle, the clock, words, files, tables, forms.

It knows no word of the subject.
"""
