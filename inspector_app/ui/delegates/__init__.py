"""Painting of cells; a delegate knows roles and the theme, never a service."""
