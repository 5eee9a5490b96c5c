"""Six score tables made the same way. ``python -m tests.samples.ugly_scores`` writes them."""
