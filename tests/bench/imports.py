"""How long an annex of 5,000 findings takes, beside the least that the same work costs, and what it asks of the database."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Iterator

import openpyxl
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directives.models import Directive, ImportBatch, Inspection
from directives.services import importing, storing
from directives.services.filing import with_files
from directives.services.import_previews import Preview, compute
from tests.bench.report import Measure

ROWS = 5_000
ROUNDS = 3
_HEADER = ("STT", "Đơn vị", "Hạn chế", "Nguyên nhân", "Yêu cầu khắc phục", "Thời hạn", "Chủ trì", "Phối hợp", "Ghi chú")
_TABLES = (
    "directives_finding", "directives_item", "directives_item_coordinating", "directives_importedrow", "common_auditevent",
)  # fmt: skip


def import_measures() -> Iterator[Measure]:
    """Queries of a whole import; committing what was planned. Reading is measured in ``importing``."""
    content = annex_of(ROWS)
    name = "phu-luc.xlsx"
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra để đo tốc độ", directive_id=Directive.objects.latest("pk").pk)
    with CaptureQueriesContext(connection) as captured, rolled_back():
        outcome = importing.import_file(target=target, content=content, file_name=name, by=None)
        assert len(outcome.document["rows"]) == ROWS, outcome.document["errors"][:3]
    yield Measure.within("importing 5,000 findings", "queries", len(captured), 60)
    commits, copies = [], []
    for _ in range(ROUNDS):
        taken, rows = commit(target, content, name)
        commits.append(taken)
        copies.append(copy_back(rows))
    yield Measure.against(
        "committing 5,000 findings / COPY of the same rows", "s", statistics.median(commits), statistics.median(copies), 3
    )


def annex_of(rows: int) -> bytes:
    """Findings of the inspected communes, all different, due on the same day, as one office would send them."""
    directive = Directive.objects.latest("pk")
    places = [
        f"{item.responsible.qualified_name}"
        for item in directive.items.filter(point__key="1.b", finding=None).select_related("responsible__area__parent").order_by("pk")
    ]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["PHỤ LỤC 2 (số liệu để đo tốc độ), năm 2021"])
    sheet.append(_HEADER)
    for number in range(1, rows + 1):
        text = f"Tại quầy số {number}, bảng niêm yết lĩnh vực {number * 7919 % 100_003} chưa đầy đủ theo quy định"
        sheet.append([number, places[number % len(places)], text, None, "Niêm yết đầy đủ", "31/03/2021", None, "Sở Nội vụ", None])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class rolled_back:  # noqa: N801 - reads as a sentence
    """A transaction that leaves nothing behind."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)


def commit(target: importing.Target, content: bytes, name: str) -> tuple[float, dict[str, bytes]]:
    """Seconds that storing a plan takes, without reading the file; and the rows that it made, as COPY writes them."""
    rows: dict[str, bytes] = {}
    with rolled_back():
        found, batch = plan_of(target, content, name)
        last = {table: _scalar(f"SELECT coalesce(max(id), 0) FROM {table}") for table in _TABLES}
        begun = time.perf_counter()
        assert batch.inspection is not None
        storing.store(batch, batch.inspection, target.point, found.plan, by=None)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = time.perf_counter() - begun
        for table in _TABLES:
            buffer = io.BytesIO()
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY (SELECT {_columns(table)} FROM {table} WHERE id > {last[table]} ORDER BY id) TO STDOUT", buffer)
            rows[table] = buffer.getvalue()
        rows["batch"] = str(batch.pk).encode()
        rows["inspection"] = str(batch.inspection.pk).encode()
    return taken, rows


def plan_of(target: importing.Target, content: bytes, name: str) -> tuple[Preview, ImportBatch]:
    found = compute(content, name, target, {})
    with with_files():
        batch = importing.ANNEXES.new_batch(target, by=None, content=content, file_name=name)
    batch.inspection = Inspection.objects.create(directive=target.directive, title=batch.new_title)
    batch.save()
    return found, batch


def copy_back(rows: dict[str, bytes]) -> float:
    """Seconds that COPY takes for the same rows, into the same tables with all their indexes and constraints."""
    with rolled_back(), connection.cursor() as cursor:
        inspection = Inspection(pk=int(rows["inspection"]), directive=Directive.objects.latest("pk"), title="x")
        inspection.save(force_insert=True)
        ImportBatch(pk=int(rows["batch"]), new_title="x", file_name="x", created_at=timezone.now()).save(force_insert=True)
        begun = time.perf_counter()
        for table in _TABLES:
            cursor.copy_expert(f"COPY {table} ({_columns(table)}) FROM STDIN", io.BytesIO(rows[table]))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return time.perf_counter() - begun


def _scalar(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        value: int = cursor.fetchone()[0]
    return value


def _columns(table: str) -> str:
    """Those that are written; PostgreSQL computes the others itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
