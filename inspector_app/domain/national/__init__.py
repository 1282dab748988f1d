"""The national picture: several forces' inspections side by side.

Sets what was found beside what was found, and judges nothing: no ranks, no grades, no headline.
Must not know where inspections lie, the clock, files or the network.
"""
