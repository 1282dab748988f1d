"""The journal's mechanism: what a change is, how it is written, linked, signed and folded.

Must not know where changes are kept, nor how they travel.
"""
