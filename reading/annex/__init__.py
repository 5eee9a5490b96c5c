"""Annexes of findings: columns, times and checked rows."""
