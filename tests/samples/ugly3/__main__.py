"""Make the third set of ugly annexes and their truths again: ``python -m tests.samples.ugly3``."""

from __future__ import annotations

from tests.samples.ugly3 import layouts, others, terms, words

for maker in (*layouts.MAKERS, *terms.MAKERS, *words.MAKERS, *others.MAKERS):
    maker()
