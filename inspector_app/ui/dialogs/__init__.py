"""Confirm, choose files, tell a failure: never ``exec()``, always signals."""
