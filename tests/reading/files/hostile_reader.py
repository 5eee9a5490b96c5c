"""Read files one by one, each in a process of its own with limited memory: ``python -m tests.reading.files.hostile_reader FILE…``.

Prints one JSON object: file → [how it ended, peak memory in MiB of the whole process]. Neither Django nor a database is
used: names are looked up in an empty list of units, which is the slowest case.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

MOST_BYTES = 10 << 20  # as the portal takes
ADDRESSES = 1 << 30  # bytes of address space: enough for the interpreter, far below what a bomb unpacks to


def main(paths: list[str]) -> None:
    import reading.annex.reader  # noqa: F401 - what is loaded once is shared by the processes

    json.dump({Path(path).name: in_own_process(path) for path in paths}, sys.stdout)


def in_own_process(path: str) -> list[object]:
    end, begin = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        result = ended(path)
        os.write(begin, json.dumps([result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]).encode())
        os._exit(0)
    os.close(begin)
    with os.fdopen(end, "rb") as stream:
        told = stream.read()
    _, status = os.waitpid(child, 0)
    return list(json.loads(told)) if told else [f"died: {status}", 0]


def ended(path: str) -> str:
    """The file error, "read", or the name of what went wrong."""
    from common.errors import FileRefused
    from reading.annex.checks import check_layouts
    from reading.annex.choices import AnnexChoices
    from reading.annex.columns import FINDINGS
    from reading.files.limits import check_size
    from reading.files.workbook import read_workbook
    from reading.tables.layout import read_layouts
    from units.matching import UnitBook

    try:
        name = Path(path).name
        check_size(Path(path).stat().st_size, name, most=MOST_BYTES)
        layouts = read_layouts(read_workbook(Path(path).read_bytes(), name).grids, FINDINGS)
        checked = check_layouts(layouts, UnitBook([], []), AnnexChoices())
        return "read" if checked.errors or checked.rows else "nothing found"
    except FileRefused as refusal:
        return refusal.code
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test has to name it
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main(sys.argv[1:])
