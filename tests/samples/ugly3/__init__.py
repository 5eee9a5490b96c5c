"""Ten annexes as offices lay them out, made without sight of the reader, each with its truth. ``python -m tests.samples.ugly3`` writes them."""
