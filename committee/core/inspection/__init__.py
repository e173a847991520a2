"""Looking into a file that a person has sent, in a process of its own with little memory and little time.

Nothing here imports anything of the subject: bytes come in, a verdict goes out.
"""
