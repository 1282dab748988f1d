"""The window, and the only package that imports PySide6.

Must not know storage, vault, reports, media or packs: it calls services, through ``jobs``.
"""
