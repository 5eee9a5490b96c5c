"""Make the ugly score tables and their truths again: ``python -m tests.samples.ugly_scores``."""

from __future__ import annotations

from tests.samples.ugly_scores import books, others

for maker in (*books.MAKERS, *others.MAKERS):
    maker()
