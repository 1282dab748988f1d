"""Tests of the base server."""
