"""Whether a workbook can be opened as a whole by openpyxl, which builds every cell of every sheet, hidden ones too, and of every block that
a merge, a link, a table or a comment names.

Everything is counted in pieces before anything is built: bytes, tags, depth, entities, cells, the cells of blocks, pictures.
"""

from openpyxl.utils.cell import range_boundaries

from common.errors import FileRefused
from reading.files import refusals
from reading.files.limits import MAX_CELLS, MAX_MERGES, MAX_ROWS, MAX_SHEETS
from reading.files.package import BROKEN, Handlers, Package
from reading.files.sniff import ANNEX

_MOST_UNPACKED = 60 * 1024 * 1024
_MOST_TAGS = 1_500_000  # of all parts: 5,000 findings with formats have 200,000
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")  # openpyxl hands these on; it would unpack every other


def opens_whole(content: bytes, name: str) -> bool:
    """Without opening it: whether it is an .xlsx of which every part keeps the limits."""
    try:
        package = ANNEX.take(content, name).package
        if package is None or "xl/workbook.xml" not in package or package.unpacked > _MOST_UNPACKED:
            return False
        count = _Count(name)
        for part in package.parts:
            if part.endswith((".xml", ".rels", ".vml")):
                package.stream(part, count)
            elif part.startswith("xl/media/") and not _is_kept(package, part):
                return False
            if package.tags > _MOST_TAGS:
                return False
    except (FileRefused, *BROKEN):
        return False
    return count.sheets <= MAX_SHEETS


def _is_kept(package: Package, part: str) -> bool:
    with package.open(part) as source:
        return source.read(4).startswith(_PICTURES)


class _Count(Handlers):
    """Cells and blocks of all parts together."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells = self._rows = self._blocks = self._covered = self.sheets = 0
        self.starts = {
            "worksheet": self._sheet, "row": self._row, "c": self._cell, "mergeCell": self._block, "hyperlink": self._block,
            "table": self._block, "comment": self._block,
        }  # fmt: skip

    def _sheet(self, attributes: dict[str, str]) -> None:
        self.sheets += 1

    def _row(self, attributes: dict[str, str]) -> None:
        self._rows += 1
        self._hold(self._rows <= 5 * MAX_ROWS)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        self._hold(self._cells <= MAX_CELLS)

    def _block(self, attributes: dict[str, str]) -> None:
        self._blocks += 1
        left, top, right, bottom = range_boundaries(attributes.get("ref", "A1"))
        self._hold(None not in (left, top, right, bottom))
        self._covered += (right - left + 1) * (bottom - top + 1)
        self._hold(self._blocks <= MAX_MERGES and self._covered <= MAX_CELLS)

    def _hold(self, kept: bool) -> None:
        if not kept:
            raise refusals.too_large(self._name)
