"""One Qt item model per file; a model shows values and never calls a service."""
