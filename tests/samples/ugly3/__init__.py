"""Ten annexes as offices lay them out, made without sight of the reader, with their truths: ``python -m tests.samples.ugly3``."""
