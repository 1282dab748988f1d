"""One reader of foreign files each: what it is offered, and how its answer is judged."""
