"""Rows written by COPY are the same as rows written one by one, whatever letters they hold; constraints hold for them too."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common.bulk import copy_rows, copy_values
from common.identity import identity_mark
from common.models import AuditEvent
from directives.models import Finding, Inspection
from tests.factories.units import ensure_units, unit

pytestmark = pytest.mark.django_db
NASTY = ("a\tb\nc\r\nd", "\\N", "\\", "\\.", '"{}",\'', "Chưa niêm yết – “đủ”", "", "=1+1", "{a,b}", "\\\\x")


def test_every_text_comes_back_as_it_was() -> None:
    ensure_units()
    inspection, place = Inspection.objects.create(title="x"), unit("ubnd-30115")
    made = copy_rows(
        Finding(inspection=inspection, unit=place, text=f"{number} {text}", note=text, leads=[text], source={"sheet": text, "row": number},
                due_on=date(2021, 3, 31) if number % 2 else None)
        for number, text in enumerate(NASTY)
    )  # fmt: skip
    assert len({finding.pk for finding in made}) == len(NASTY)
    for before, after in zip(made, Finding.objects.order_by("pk"), strict=True):
        assert (after.pk, after.text, after.note, after.leads, after.source, after.due_on) == (
            before.pk, before.text, before.note, before.leads, before.source, before.due_on,
        )  # fmt: skip
    Finding.objects.create(inspection=inspection, unit=place, text="one more")  # the sequence went on


def test_arrays_and_times_come_back_too() -> None:
    moment = datetime(2021, 3, 19, 8, 50, 1, 500, tzinfo=UTC)
    copy_rows(
        [AuditEvent(at=moment, actor_name="Cổng", verb="x.y", subject_kind="x", text=text, party_codes=[text, "b"]) for text in NASTY]
    )
    found = list(AuditEvent.objects.filter(verb="x.y").order_by("pk"))
    assert [(event.text, event.party_codes, event.at, event.data) for event in found] == [(text, [text, "b"], moment, {}) for text in NASTY]


def test_rows_of_values_get_the_keys_and_defaults_of_the_database_and_keep_its_constraints() -> None:
    ensure_units()
    inspection, place = Inspection.objects.create(title="x"), unit("ubnd-30115")
    names = ("inspection", "unit", "text", "leads", "source", "due_on", "identity")
    rest = [field.name for field in Finding._meta.concrete_fields if field.name not in (*names, "id") and not field.generated]
    defaults = [Finding._meta.get_field(name).get_default() for name in rest]
    with CaptureQueriesContext(connection) as queries:
        copy_values(
            Finding,
            (*names, *rest),
            (
                (inspection.pk, place.pk, f"{n} {text}", [text], {}, None, identity_mark(f"{n} {text}"), *defaults)
                for n, text in enumerate(NASTY)
            ),
        )
        copy_values(Finding, names, [])
    assert len(queries) == 1
    found = list(Finding.objects.order_by("pk"))
    assert [(one.text, one.leads, one.due_on) for one in found] == [(f"{n} {text}", [text], None) for n, text in enumerate(NASTY)]
    assert len({one.pk for one in found}) == len(NASTY)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_values(Finding, (*names, *rest), [(inspection.pk, place.pk, found[0].text, [], {}, None, found[0].identity, *defaults)])


def test_constraints_hold() -> None:
    ensure_units()
    inspection, place = Inspection.objects.create(title="x"), unit("ubnd-30115")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([Finding(inspection=inspection, unit=place, text="Giống"), Finding(inspection=inspection, unit=place, text="GIỐNG")])
    with pytest.raises(DatabaseError), transaction.atomic():
        copy_rows([Finding(inspection=inspection, unit=place, text="\0")])
    assert not Finding.objects.exists()


def test_many_rows_cost_as_many_queries_as_one() -> None:
    ensure_units()
    inspection, place = Inspection.objects.create(title="x"), unit("ubnd-30115")
    with CaptureQueriesContext(connection) as queries:
        copy_rows(Finding(inspection=inspection, unit=place, text=f"Hạn chế {number}") for number in range(300))
    assert len(queries) == 2 and Finding.objects.count() == 300
    assert copy_rows([]) == []
