"""Pixels without Qt: thumbnails, page rasters and text, made in a memory-limited child process.

Must not know Qt, the vault or the database; bytes come in and bytes go out.
"""
