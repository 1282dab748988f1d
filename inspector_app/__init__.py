"""SPR Inspector: inspect police forces against the Strategic Policing Requirement, offline.

The floors, from the top: ``__main__``, ``cli``, ``bootstrap``, ``ui`` (``server`` beside it),
``services``, the six adapters that do not know each other (``packs``, ``reports``, ``storage``,
``vault``, ``media``, ``sync``), and ``domain`` with ``config``. Imports go down, never up.
"""
