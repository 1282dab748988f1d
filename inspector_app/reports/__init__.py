"""An inspection as a document: content model, layout, signing and verifying.

Must not know the database, the vault or Qt; everything printed comes in as domain values.
"""
