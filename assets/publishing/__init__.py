"""Putting approved figures out: by a named person, from an instant on, numbered and kept for ever.

Belongs here: readiness, files, the shelf of publications. Does not: the release (internal), approvals (core.approvals), bundles.
"""
