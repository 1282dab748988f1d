"""The command line: a second face over the services; what the window can do to data, it can do.

Must not know Qt, SQL or the inside of a service. ``main`` is where it begins.
"""
