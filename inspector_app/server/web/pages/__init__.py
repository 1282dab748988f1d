"""The pages, one a module; each has ``router``, and knows the others only by their addresses."""
