"""Makes the packages that reach laptops without Python.

Must not be imported by the app. ``spr.spec`` is PyInstaller's, ``__main__`` is the whole build.
"""
