"""Bytes in, plain values out: dispatches, annexes of findings, score tables. Knows no page, no item, no request.

``files`` opens whatever an office sends · ``tables`` finds headers, rows and units in a grid · ``annex``, ``scores`` and ``dispatch``
say what their columns and lines mean.
"""
