"""The base server's house, beside ``ui`` and never below it.

May use ``packs``, ``sync``, ``sheets``, ``domain`` and ``durable``, and nothing else of the app.
"""
