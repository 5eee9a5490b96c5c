"""Make the ugly annexes and their truths again: ``python -m tests.samples.ugly``."""

from __future__ import annotations

from tests.samples.ugly import others, sheets

for make in (*sheets.MAKERS, *others.MAKERS):
    make()
