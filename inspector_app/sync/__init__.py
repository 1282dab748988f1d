"""Bringing devices together: the words they exchange, what has to travel, the file it travels in.

Must not know the database, the vault, Qt or the server's store. What travels are the changes of
``domain.changes``, unaltered, and evidence files.
"""
