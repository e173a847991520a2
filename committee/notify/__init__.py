"""The outbox: notices as rows, and their delivery by channel.

A *notice* is written in the transaction of its cause; a *delivery* is sent under a lease and marked afterwards.
"""
