"""Talking to base: the room for the protocol's words, the plan and the conversation.

Must not know the database, Qt or the server's store. Empty until the base server exists: the
changes that will travel are those of ``domain.changes``, unaltered.
"""
