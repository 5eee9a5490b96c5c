"""What is done to the list of units. Each act: one transaction, its rule, one line of history with its reason; nothing is deleted.

Acts on the tree wait for each other (``hold``), so a chain of successors is never judged while another one changes it. A unit that ends
keeps its people and its open work; its successor is a link.
"""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from common import clock
from common.errors import Conflict, Invalid
from common.formats import vn_date
from common.text import clean, fold, match_key
from units import rules
from units.books import current_book
from units.entries import NAMED_KINDS, Level, UnitKind
from units.history import record_unit_act
from units.models import Area, Unit, User
from units.names import COMMUNE_KINDS, DISTRICT_KINDS
from units.spellings import keep_name

LONGEST_REASON = 500
LONGEST_CONTACTS = {"contact": 120, "phone": 60, "email": 254}
_CODE_LENGTH = 33
_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*-\d+(?:-\d{4})?")
_GSO = re.compile(r"\d{2,5}")
_OF_AREA = re.compile(
    rf"(?:UBND |Ủy ban nhân dân )?({'|'.join(sorted(COMMUNE_KINDS | DISTRICT_KINDS, key=len, reverse=True))}) (.+)", re.IGNORECASE
)


@transaction.atomic
def add_unit(
    *,
    by: User,
    name: str,
    kind: str,
    parent: Unit,
    valid_from: date | None = None,
    area_code: str = "",
    short_name: str = "",
    code: str = "",
) -> Unit:
    """A unit that the list lacks, under its superior. Its code is unique and never changed.

    A Sở or another body with a name of its own works in the area of its superior; its code is its name in ASCII ("so-tai-chinh-87"). A
    UBND brings its area with it ("xã Mỹ Long", ``area_code`` of the Statistics Office), a post office stands in an area that is there. A
    code of an area is refused where another area has it in the same time.
    """
    rules.check_can_add_unit(by)
    name = clean(name)
    if not 3 <= len(name) <= 120:
        raise Invalid("Ghi tên đầy đủ của đơn vị, không quá 120 chữ.", field="name")
    if kind in NAMED_KINDS:
        made = _named_unit(name, parent, valid_from, code)
    elif kind in (UnitKind.UBND, UnitKind.POST):
        rules.check_can_keep_units(by)
        hold()
        made = (_ubnd if kind == UnitKind.UBND else _post_office)(name, parent, valid_from, area_code.strip(), code)
    else:
        raise Invalid("Chọn loại đơn vị.", field="kind")
    made.kind, made.parent, made.valid_from = kind, parent, valid_from
    made.short_name = clean(short_name)[:120] or made.short_name
    made.save()
    record_unit_act(by, made, "added", f"thêm đơn vị {made.name}, cấp trên là {parent.name}", parent)
    return made


@transaction.atomic
def rename_unit(*, by: User, unit_id: int, name: str, short_name: str = "", on: date, reason: str) -> Unit:
    """The unit is called so from ``on``; documents from before are still read by the old name, which stays as a spelling with that day."""
    unit = _locked(by, unit_id)
    reason, name, before, called = _reasoned(reason), clean(name), unit.name, unit.short_name
    if not 3 <= len(name) <= 120:
        raise Invalid("Ghi tên mới đầy đủ của đơn vị, không quá 120 chữ.", field="name")
    if on > clock.today():
        raise Invalid("Tên mới ghi từ ngày có hiệu lực; ngày này chưa tới. Đến ngày đó hãy đổi tên.", field="on")
    spelling = before
    if unit.kind == UnitKind.UBND:
        area = unit.area
        spelling = str(area)
        area.kind, area.name = _area_words(name, area.level)
        _check_name_free(area)
        area.save(update_fields=["kind", "name"])
        unit.name, unit.short_name = f"UBND {area}", clean(short_name) or area.label
    else:
        unit.name, unit.short_name = name, clean(short_name) or name
        known = current_book(on).match(name).unit
        if known is not None and known.pk != unit.pk and known.kind == unit.kind:
            raise Invalid(f"“{name}” là tên của đơn vị khác: {known.qualified_name}.", field="name")
    if (unit.name, unit.short_name) == (before, called):
        raise Invalid("Tên mới giống tên đang dùng.", field="name")
    unit.save(update_fields=["name", "short_name"])
    if unit.name != before:
        keep_name(by, unit, spelling, on)
    record_unit_act(by, unit, "renamed", f"đổi tên {before} thành {unit.name} từ ngày {vn_date(on)}; căn cứ: {reason}")
    return unit


@transaction.atomic
def update_unit(*, by: User, unit_id: int, valid_from: date | None, contact: str, phone: str, email: str) -> Unit:
    """Whom to call there, and a first day that was not known. History says that a contact changed, not which: it can't forget a person."""
    unit = _locked(by, unit_id)
    if valid_from and unit.valid_to and valid_from > unit.valid_to:
        raise Invalid("Ngày bắt đầu phải trước ngày kết thúc.", field="valid_from")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid("Địa chỉ thư chưa đúng. Ví dụ: ubnd.xamylong@dongthap.gov.vn.", field="email") from None
    wanted = {"contact": clean(contact), "phone": clean(phone), "email": email}
    for field, longest in LONGEST_CONTACTS.items():
        if len(wanted[field]) > longest:
            raise Invalid(f"Ghi không quá {longest} chữ.", field=field)
    changes = []
    if any(getattr(unit, field) != value for field, value in wanted.items()):
        changes.append("sửa cách liên hệ")
    if unit.valid_from != valid_from:
        shown = [vn_date(day) or "không rõ" for day in (unit.valid_from, valid_from)]
        changes.append(f"sửa ngày bắt đầu từ {shown[0]} thành {shown[1]}")
    unit.contact, unit.phone, unit.email, unit.valid_from = wanted["contact"], wanted["phone"], wanted["email"], valid_from
    if changes:
        unit.save(update_fields=[*wanted, "valid_from"])
        record_unit_act(by, unit, "updated", f"{' và '.join(changes)} của {unit.name}")
    return unit


@transaction.atomic
def close_unit(*, by: User, unit_id: int, last_day: date, successor: Unit | None, reason: str) -> Unit:
    """The unit is there up to ``last_day``, and with a UBND its area. Its people and open work stay where they are. An end that is still
    to come may be set anew.
    """
    unit = _locked(by, unit_id)
    reason = _reasoned(reason)
    rules.check_can_close_unit(by, unit)
    if unit.valid_to is not None and unit.valid_to < clock.today():
        raise Conflict(f"{unit.name} đã kết thúc ngày {vn_date(unit.valid_to)}.")
    if unit.valid_from and last_day < unit.valid_from:
        raise Invalid(f"Ngày cuối phải từ ngày bắt đầu {vn_date(unit.valid_from)} trở đi.", field="last_day")
    _end(unit, last_day)
    said = f"kết thúc hoạt động {unit.name} từ hết ngày {vn_date(last_day)}"
    if successor is not None:
        _set_successor(unit, successor)
        said += f", đơn vị kế tiếp là {successor.name}"
    record_unit_act(by, unit, "closed", f"{said}; căn cứ: {reason}", *([successor] if successor else []))
    return unit


@transaction.atomic
def name_successor(*, by: User, unit_id: int, successor: Unit | None, reason: str) -> Unit:
    """Who took over from a unit that has ended; nobody where ``successor`` is None."""
    unit = _locked(by, unit_id)
    reason = _reasoned(reason)
    if unit.valid_to is None:
        raise Conflict(f"{unit.name} đang hoạt động nên chưa có đơn vị kế tiếp.")
    if successor is not None:
        _set_successor(unit, successor)
    else:
        Unit.objects.filter(pk=unit.pk).update(successor=None)
    said = f"ghi đơn vị kế tiếp của {unit.name} là {successor.name}" if successor else f"bỏ đơn vị kế tiếp của {unit.name}"
    record_unit_act(by, unit, "successor_named", f"{said}; căn cứ: {reason}", *([successor] if successor else []))
    return unit


@transaction.atomic
def reopen_unit(*, by: User, unit_id: int, reason: str) -> Unit:
    """It was closed by mistake: it goes on as if it had not been."""
    unit = _locked(by, unit_id)
    reason = _reasoned(reason)
    if unit.valid_to is None:
        raise Conflict(f"{unit.name} đang hoạt động.")
    if unit.kind == UnitKind.UBND:
        _check_code_free(unit.area.code, unit.area.valid_from, None, but=unit.area)
    _end(unit, None)
    Unit.objects.filter(pk=unit.pk).update(successor=None)
    record_unit_act(by, unit, "reopened", f"bỏ việc kết thúc {unit.name}; căn cứ: {reason}")
    return unit


# ---- steps ----


def hold() -> None:
    """Until the end of the transaction nobody else changes the tree."""
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk").values_list("pk"))


def _locked(by: User, unit_id: int) -> Unit:
    rules.check_can_keep_units(by)
    hold()
    return Unit.objects.select_related("area__parent", "parent").get(pk=unit_id)


def _reasoned(reason: str) -> str:
    reason = clean(reason)
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise Invalid(f"Ghi căn cứ hoặc lý do, không quá {LONGEST_REASON} chữ; ví dụ số nghị quyết.", field="reason")
    return reason


def _end(unit: Unit, last_day: date | None) -> None:
    unit.valid_to = last_day
    unit.save(update_fields=["valid_to"])
    if unit.kind == UnitKind.UBND:
        Area.objects.filter(pk=unit.area_id).update(valid_to=last_day)


def _set_successor(unit: Unit, successor: Unit) -> None:
    """Refused where the chain would come back, or where the successor is not there on the day after."""
    links = dict(Unit.objects.exclude(successor=None).order_by().values_list("pk", "successor"))
    at: int | None = successor.pk
    while at is not None:
        if at == unit.pk:
            words = "chính nó" if successor.pk == unit.pk else f"{successor.name}, vì đơn vị ấy lại do {unit.name} kế tiếp"
            raise Invalid(f"Đơn vị kế tiếp không thể là {words}. Chọn đơn vị khác.", field="successor")
        at = links.get(at)
    if unit.valid_to is None:
        raise Invalid("Ghi ngày kết thúc trước khi ghi đơn vị kế tiếp.", field="successor")
    day = unit.valid_to + timedelta(days=1)
    if (successor.valid_from and successor.valid_from > day) or (successor.valid_to and successor.valid_to < day):
        raise Invalid(f"{successor.name} không hoạt động vào ngày {vn_date(day)}. Chọn đơn vị khác.", field="successor")
    unit.successor = successor
    unit.save(update_fields=["successor"])


def _named_unit(name: str, parent: Unit, valid_from: date | None, code: str) -> Unit:
    known = current_book(valid_from).match(name).unit
    if known is not None:
        raise Invalid(f"“{name}” đã có trong danh sách: {known.qualified_name}. Chọn đơn vị đó.", field="name")
    made = f"{'-'.join(re.findall(r'[a-z0-9]+', fold(name)))[:_CODE_LENGTH].strip('-')}-{parent.area.code}"
    hint = "Ghi tên khác đi, ví dụ thêm tên địa bàn."
    return Unit(code=_free_code(code, made, hint), name=name, short_name=name, area=parent.area)


def _ubnd(name: str, parent: Unit, valid_from: date | None, gso: str, code: str) -> Unit:
    """A UBND with its area, which begins with it."""
    if parent.kind != UnitKind.UBND or parent.level == Level.COMMUNE:
        raise Invalid("Cấp trên của một UBND là UBND Tỉnh hoặc UBND cấp huyện.", field="parent")
    kind, own = _area_words(name)
    level = Level.COMMUNE if kind in COMMUNE_KINDS else Level.DISTRICT
    if level == Level.DISTRICT and parent.level == Level.DISTRICT:
        raise Invalid("Cấp trên của UBND cấp huyện là UBND Tỉnh.", field="parent")
    if not _GSO.fullmatch(gso):
        raise Invalid("Ghi mã địa bàn của cơ quan thống kê, từ 2 đến 5 chữ số, ví dụ 30115.", field="area_code")
    _check_code_free(gso, valid_from, None)
    area = Area(code=gso, level=level, kind=kind, name=own, parent=_area_of(parent, valid_from), valid_from=valid_from)
    _check_name_free(area)
    area.save()
    return Unit(code=_area_unit_code(code, "ubnd", gso, valid_from), name=f"UBND {area}", short_name=area.label, area=area)


def _post_office(name: str, parent: Unit, valid_from: date | None, gso: str, code: str) -> Unit:
    """A post office in an area that is there on its first day; one an area."""
    if parent.kind != UnitKind.POST:
        raise Invalid("Cấp trên của một Bưu điện là Bưu điện.", field="parent")
    area = _area_with_code(gso, valid_from)
    if area is None:
        raise Invalid(f"Không có địa bàn mã “{gso}” vào ngày đó. Thêm UBND của địa bàn trước.", field="area_code")
    if known := Unit.objects.filter(kind=UnitKind.POST, area=area).first():
        raise Invalid(f"{area.label} đã có {known.name} ({known.code}).", field="area_code")
    name = name if match_key(name).startswith("bưu điện") else f"Bưu điện {name}"
    return Unit(code=_area_unit_code(code, "buudien", gso, valid_from), name=name, short_name=name, area=area)


def _area_unit_code(given: str, branch: str, gso: str, valid_from: date | None) -> str:
    """docs/glossary.md, "Unit codes": a unit that took over a code of another time adds its year."""
    made = f"{branch}-{gso}"
    if valid_from is not None and Unit.objects.filter(code=made).exists():
        made = f"{made}-{valid_from.year}"
    return _free_code(given, made, "Ghi ngày bắt đầu để cổng phân biệt hai đơn vị.")


def _free_code(given: str, made: str, hint: str) -> str:
    code = given.strip().lower() or made
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise Invalid(f"Mã đơn vị “{code}” không đúng dạng, ví dụ {made}. Để trống thì cổng tự đặt.", field="code")
    if Unit.objects.filter(code=code).exists():
        raise Invalid(f"Đã có đơn vị mang mã {code}. {hint}", field="code" if given else "name")
    return code


def _area_words(name: str, level: str = "") -> tuple[str, str]:
    """(kind, own name) of "UBND xã Mỹ Long"; of a ``level`` where one is fixed."""
    found = _OF_AREA.fullmatch(clean(name))
    kinds = {Level.COMMUNE: COMMUNE_KINDS, Level.DISTRICT: DISTRICT_KINDS}.get(level, COMMUNE_KINDS | DISTRICT_KINDS)  # type: ignore[call-overload]
    if found is None or found[1].lower() not in kinds:
        raise Invalid("Ghi tên kèm loại, ví dụ “UBND xã Mỹ Long”, “UBND phường Cao Lãnh”.", field="name")
    return found[1].lower(), found[2]


def _area_of(parent: Unit, day: date | None) -> Area:
    """The area around a new one: that of its superior, or for a body of the Tỉnh, which outlived a merger, that of its time."""
    on = day or clock.today()
    if parent.level != Level.PROVINCE:
        return parent.area
    return Area.objects.filter(_in_force(on), level=Level.PROVINCE).first() or parent.area


def _area_with_code(gso: str, day: date | None) -> Area | None:
    return Area.objects.filter(_in_force(day or clock.today()), code=gso).first() if gso else None


def _in_force(on: date) -> Q:
    return Q(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


def _check_code_free(code: str, first: date | None, last: date | None, but: Area | None = None) -> None:
    """A code names one area at a time."""
    same = Area.objects.filter(code=code)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if first:
        same = same.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    if last:
        same = same.filter(Q(valid_from=None) | Q(valid_from__lte=last))
    if other := same.first():
        until = f" đến hết {vn_date(other.valid_to)}" if other.valid_to else ""
        raise Invalid(f"Mã {code} đang là của {other}{until}. Một mã chỉ dùng cho một địa bàn một lúc.", field="area_code")


def _check_name_free(area: Area) -> None:
    """Two areas in one place and time are not called the same."""
    day = area.valid_from or clock.today()
    same = Area.objects.filter(_in_force(day), parent=area.parent, level=area.level, kind=area.kind, name__iexact=area.name)
    if same.exclude(pk=area.pk).exists():
        raise Invalid(f"Đã có {area} ở cùng nơi. Kiểm tra lại tên.", field="name")
