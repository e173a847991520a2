"""Official letters, reports and meeting packs, drafted from what is below.

A machine drafts; a person signs, and the clerk gives the number.
"""
