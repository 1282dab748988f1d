"""Offers every reader of foreign files what nobody would write, and takes nothing but a refusal.

``python -m tests.fuzz MINUTES [TARGET…]`` goes on for so long; ``test_fuzz.py`` is its minute in
CI. What a target is stands in ``targets.py``; how files are spoilt, in ``mutation.py``.
"""
