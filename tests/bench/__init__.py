"""``make bench``: how fast the portal is, as ratios within one run. Start it as ``python -m tests.bench``."""
