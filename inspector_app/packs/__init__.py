"""``checklists/`` on disk to domain values: read, validate, compare.

Must not know the database, Qt, or the inspections that use a pack.
"""
