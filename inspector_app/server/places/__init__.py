"""Where evidence files lie at base: a folder, or an S3-compatible store.

Must not know the database, nor what a file is evidence of.
"""
