"""Other spellings of units: what a person taught, what was dropped, and the names that units had. Each act leaves one line of history."""

from datetime import date

from django.db import transaction

from common import clock
from common.errors import Conflict, Invalid
from common.text import clean, match_key
from units import rules
from units.books import current_book
from units.entries import BookArea, BookUnit, Level, UnitKind
from units.history import record_unit_act
from units.models import Area, Unit, UnitAlias, User


@transaction.atomic
def remember_alias(*, by: User, unit: Unit | BookUnit, text: str, within: Area | BookArea | None = None) -> UnitAlias:
    """From now on ``text`` (in documents that speak of ``within``) means ``unit``. Refused where it is no spelling that can be taught
    (``UnitBook.is_spelling``), or another unit's own name.
    """
    text = clean(text)
    if not text:
        raise Invalid("Nhập cách viết cần ghi nhớ.", field="text")
    book = current_book(min(clock.today(), unit.valid_to or clock.today()))  # the units among which this one is named
    context = next((one for one in book.districts() if within is not None and one.area_id == within.pk), None)
    found = book.match(text, district=context, branch="buudien" if unit.kind == Unit.Kind.POST else "ubnd")
    if not book.is_spelling(text, district=context):
        raise Invalid(f"“{text}” là tên chung của nhiều đơn vị nên không ghi nhớ được cho {unit.name}.", field="text")
    if found.unit is not None and found.unit.pk != unit.pk:
        raise Invalid(f"“{text}” là tên của đơn vị khác nên không ghi nhớ được cho {unit.name}.", field="text")
    alias, made = UnitAlias.objects.get_or_create(
        unit_id=unit.pk,
        key=match_key(text),
        within_id=within.pk if within is not None else None,
        defaults={"text": text, "made_at": clock.now(), "made_by": by},
    )
    if alias.dropped_at is not None:
        alias.dropped_at, alias.made_at, alias.made_by, made = None, clock.now(), by, True
        alias.save(update_fields=["dropped_at", "made_at", "made_by"])
    if made:
        record_unit_act(by, unit, "alias_remembered", f"ghi nhớ cách viết “{text}” là {unit.name}")
    return alias


def teach_spelling(*, by: User, unit_id: int, text: str) -> UnitAlias:
    """``remember_alias`` by an administrator: of a commune in documents that speak of its district, of others everywhere."""
    rules.check_can_keep_units(by)
    unit = Unit.objects.with_area().get(pk=unit_id)
    return remember_alias(by=by, unit=unit, text=text, within=_district_of(unit))


@transaction.atomic
def drop_alias(*, by: User, alias_id: int) -> UnitAlias:
    """No document read from now on knows this spelling; what was read keeps its unit."""
    rules.check_can_keep_units(by)
    alias = UnitAlias.objects.select_for_update().select_related("unit").get(pk=alias_id)
    if alias.dropped_at is not None:
        raise Conflict("Cách viết này đã được bỏ rồi.")
    alias.dropped_at = clock.now()
    alias.save(update_fields=["dropped_at"])
    record_unit_act(by, alias.unit, "alias_dropped", f"bỏ cách viết “{alias.text}” của {alias.unit.name}")
    return alias


def keep_name(by: User, unit: Unit, text: str, until: date) -> None:
    """Documents from before the day go on being read by the name that the unit had; a rename records it."""
    UnitAlias.objects.update_or_create(
        unit=unit,
        key=match_key(text),
        within=_district_of(unit) if unit.kind == UnitKind.UBND else None,
        defaults={"text": text, "before": until, "dropped_at": None, "made_at": clock.now(), "made_by": by},
    )


def _district_of(unit: Unit) -> Area | None:
    """The district in whose documents a commune's name needs no more words."""
    around = unit.area.parent
    return around if unit.level == Level.COMMUNE and around is not None and around.level == Level.DISTRICT else None
