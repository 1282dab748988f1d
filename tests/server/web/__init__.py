"""Tests of base's pages."""
