"""Đôn đốc: the workflow of steering committees for social and health insurance.

Empty on purpose: a rule can be imported without the web framework. The floors are told in docs/architecture.md.
"""
