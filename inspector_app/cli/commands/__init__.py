"""How commands are written, family by family: options and examples, and nothing of what they do."""
