"""People who sign in: passwords, sessions, API tokens, invitations.

An *account* is a person at the door; what the person may do is told by the seats and posts of `members`.
"""
