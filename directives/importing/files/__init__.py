"""One reader a kind of file, each filling the same grids: ``xlsx``, ``xls``, ``xlsb``, ``ods``, ``xml2003``, ``delimited`` (csv), ``word``;
``kinds`` chooses.

Invariants: what a file is, its content says, never its name; sizes are capped before anything is unpacked; every failure is a
``FileRefused`` with what to do; nothing outside the file is ever opened.
"""
