"""Evidence at rest: the key file, encrypted blobs, and the lock against a second instance.

Must not know the database, Qt, or what an inspection is.
"""
