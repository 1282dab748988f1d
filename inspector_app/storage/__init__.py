"""The device's encrypted database, and the only client package that knows SQL.

Must not know Qt, where keys come from, or what a report looks like. Rows never leave it.
"""
