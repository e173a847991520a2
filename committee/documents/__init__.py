"""The register of documents: what was decided on paper, by whom, under which number, and the files of it.

A *document* belongs to the register of one unit. It is a *draft*, then *signed*; its number and day come after. What it
was for is said by *links* to anything else, by kind and id.
"""
