"""The journal in words that people read; what stands is decided elsewhere."""
