"""The base server's house, beside ``ui`` and never below it.

May use ``packs``, ``sync`` and ``domain`` and nothing else. Empty until base exists.
"""
