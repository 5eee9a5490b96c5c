"""Make the second set of ugly annexes and their truths again: ``python -m tests.samples.ugly2``."""

from __future__ import annotations

from tests.samples.ugly2 import books, make, others

for maker in (*make.MAKERS, *books.MAKERS, *others.MAKERS):
    maker()
