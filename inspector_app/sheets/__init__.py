"""Books of sheets as files that a spreadsheet opens: cells as values, and nothing that runs.

Knows nothing of inspections, and writes only to what it is given.
"""
