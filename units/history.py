"""The line of history of an act on a unit."""

from typing import Any

from common import audit
from units.entries import BookUnit
from units.models import Unit, User


def record_unit_act(by: User, unit: Unit | BookUnit, verb: str, text: str, *others: Unit) -> None:
    """``others`` are the units that it concerns as well."""
    parties: list[Any] = [unit, *others]
    audit.record(
        by=by, verb=f"unit.{verb}", text=text, subject_kind="unit", subject_id=unit.pk, subject_label=unit.name,
        party_codes=[one.code for one in parties],
    )  # fmt: skip
