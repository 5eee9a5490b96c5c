"""What imports remember for the next one: spellings, columns of a header, decisions on findings that read alike."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from common import clock
from common.audit import event_of, record, record_many
from common.errors import Invalid
from directives.importing.plan import ImportPlan
from directives.importing.similar import Pair, Text, find_pairs
from directives.models import Finding, ImportBatch, ImportMapping, SimilarFindings
from directives.models.item import item_code
from directives.services.import_targets import Target
from reading.tables.layout import Table
from units.matching import UnitBook
from units.models import User
from units.spellings import remember_alias

log = logging.getLogger(__name__)
_MOST_MAPPINGS = 1000
_MOST_STORED = 20_000  # the latest; what is older is not looked at for likeness
PAIRS_SHOWN = 200
"""Pairs that the page asks about; the others stay two findings and are asked about again."""
MERGE, KEEP = SimilarFindings.Decision.MERGE, SimilarFindings.Decision.KEEP


def remembered_mappings(kind: str) -> dict[str, dict[str, str]]:
    """Fingerprint of a header → position → field, the latest."""
    latest = ImportMapping.objects.filter(kind=kind).order_by("-made_at", "-pk")[:_MOST_MAPPINGS]
    return {mapping.fingerprint: mapping.columns for mapping in latest}


def remember_names(choices: Mapping[str, Any], book: UnitBook, *, by: User) -> None:
    """Keep what a person explained about names, so that the next file is understood without asking."""
    for choice in choices.get("units", {}).values():
        unit = book.by_code(choice.get("unit", ""))
        if unit is None:
            continue
        district = book.by_code(choice.get("district", ""))
        try:
            with transaction.atomic():
                remember_alias(by=by, unit=unit, text=choice["text"], within=district.area if district is not None else None)
        except Invalid as error:
            log.info("spelling %r was not remembered: %s", choice["text"], error.message)


def remember_columns(kind: str, choices: Mapping[str, Any], tables: Iterable[Table], *, by: User) -> None:
    """Keep how a person read the columns of these headers; columns that were asked about and left stay unread without being asked again.

    Of a table of persons nothing that stands in the header is kept, since it may be a person whom somebody took for one.
    """
    for table in tables:
        chosen = {int(place): field for place, field in choices.get("columns", {}).get(table.grid.title, {}).items()}
        said = {index: field for index, field in chosen.items() if index in table.headings}
        asked = dict.fromkeys((index for index in table.unsure if index not in said), "")
        if said or asked:
            headings = [] if table.kind.personal else [table.headings[index] for index in sorted(table.headings)]
            columns = {str(table.header.position(index)): field for index, field in sorted({**asked, **said}.items())}
            _remember_header(kind, table.header.mark, headings, columns, by=by)


def _remember_header(kind: str, mark: str, headings: list[str], said: Mapping[str, str], *, by: User) -> None:
    """From now on these columns of the header with this fingerprint are read so; what was said of its other columns stays."""
    mapping = ImportMapping.objects.filter(kind=kind, fingerprint=mark).first()
    if mapping is not None and {**mapping.columns, **said} == mapping.columns:
        return
    kept = {**(mapping.columns if mapping else {}), **said}
    values = {"headings": headings, "columns": kept, "made_at": clock.now(), "made_by": by}
    mapping, _ = ImportMapping.objects.update_or_create(kind=kind, fingerprint=mark, defaults=values)
    record(
        by=by,
        verb="import.columns_remembered",
        text="ghi nhớ cách ghép cột của tiêu đề" + (f": {', '.join(headings)}"[:300] if headings else " bảng điểm"),
        subject_kind="import_mapping",
        subject_id=mapping.pk,
        subject_label=mark,
        data={"columns": kept},
    )


# ---- findings that read alike ----


@dataclass(frozen=True)
class Alike:
    """A pair and what was decided: in this draft, else by somebody before; "" while nobody did."""

    pair: Pair
    decision: str
    is_new: bool

    @property
    def key(self) -> str:
        unit, first, second = self.pair.key
        return f"{unit}:{first}:{second}"

    @property
    def merged(self) -> bool:
        return self.decision == MERGE

    @property
    def words(self) -> str:
        return f"Gộp vào {self.pair.earlier.label}"


def alike_of(plan: ImportPlan, target: Target, decided: Mapping[str, str]) -> tuple[list[Alike], list[int]]:
    """New rows that read like another row or a stored finding of the same unit, with decisions; and units with too many to compare."""
    texts = [
        Text(row.row.unit.pk, row.row.finding, place, _row_label(row.row.source), is_new=row.action == "create")
        for place, row in enumerate(plan.rows)
    ]
    units = {text.unit for text in texts if text.is_new}
    if not units:
        return [], []
    known = {row.stored.pk for row in plan.rows if row.stored is not None}
    pairs, crowded = find_pairs([*_stored_texts(target, units, known), *texts])
    if not pairs:
        return [], crowded
    before = _decisions({pair.later.unit for pair in pairs})
    found = []
    for pair in pairs:
        unit, first, second = pair.key
        here = decided.get(f"{unit}:{first}:{second}", "")
        found.append(Alike(pair, here or before.get(pair.key, ""), is_new=bool(here) and here != before.get(pair.key)))
    return found, crowded


def _row_label(source: Mapping[str, Any]) -> str:
    sheet = source.get("sheet")
    return f"dòng {source['row']}" + (f", “{sheet}”" if sheet else "")


def _stored_texts(target: Target, units: set[int], known: set[int]) -> list[Text]:
    """Findings of the inspection, or of the dispatch, at these units; those that the file names are rows already."""
    where = Q(pk__in=[])
    if target.inspection is not None:
        where |= Q(inspection=target.inspection)
    if target.directive is not None:
        where |= Q(inspection__directive=target.directive)
    rows = Finding.objects.filter(where, unit__in=units).values_list("pk", "unit_id", "text", "item__number").order_by("-pk")
    return [
        Text(unit, text, label=item_code(number) if number else "hạn chế đã lưu", is_new=False)
        for pk, unit, text, number in rows[:_MOST_STORED]
        if pk not in known
    ]


def _decisions(units: set[int]) -> dict[tuple[int, str, str], str]:
    rows = SimilarFindings.objects.filter(unit__in=units).values_list("unit_id", "first_key", "second_key", "decision")
    return {(unit, first, second): decision for unit, first, second, decision in rows}


def remember_alike(batch: ImportBatch, alike: tuple[Alike, ...], *, by: User) -> None:
    """Keep what was decided in this draft on pairs that are still there; one that was shown and left as it was stays two findings."""
    said = {
        one.pair.key: one for place, one in enumerate(alike) if (one.is_new or not one.decision) and (one.decision or place < PAIRS_SHOWN)
    }
    SimilarFindings.objects.bulk_create(
        (
            SimilarFindings(
                unit_id=unit,
                first_key=first,
                second_key=second,
                decision=one.decision or KEEP,
                batch=batch,
                decided_at=clock.now(),
                decided_by=by,
            )
            for (unit, first, second), one in said.items()
        ),
        update_conflicts=True,
        unique_fields=["unit", "first_key", "second_key"],
        update_fields=["decision", "batch", "decided_at", "decided_by"],
        batch_size=1000,
    )
    record_many(
        event_of(
            by=by,
            verb=f"import.{'merged' if one.merged else 'kept_apart'}",
            text=f"{'gộp' if one.merged else 'giữ riêng'} “{one.pair.later.text[:200]}” và “{one.pair.earlier.text[:200]}”"
            f" ({one.pair.earlier.label})",
            subject_kind="import",
            subject_id=batch.pk,
            subject_label=batch.file_name,
        )
        for one in said.values()
    )
