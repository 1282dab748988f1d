"""What inspecting is: values, rules and the journal's fold.

Must not know Qt, SQL, files, the network or the clock: time, randomness and keys come in as
arguments.
"""
