"""What the filters of the item list offer and how its conditions are named: only what is among the items that a person sees."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from common.formats import code_nb
from common.quarters import Quarter
from directives.forms.item_filter import STATES, ItemFilter, due_labels
from directives.models import Directive, Item, Point
from directives.scope import Scope
from units.models import Unit, User
from units.querysets import reach

Option = tuple[str, str]


@dataclass(frozen=True)
class Choices:
    """Options of the two lists: accountable units by code, requirement groups by id."""

    units: list[Option] = field(default_factory=list)
    groups: list[Option] = field(default_factory=list)


def read_choices(user: User, scope: Scope) -> Choices:
    """Accountable units of the visible items, and the groups of the dispatches of which the list speaks."""
    if reach(user).everywhere:
        units = Unit.objects.filter(Exists(Item.objects.filter(accountable=OuterRef("pk"))))
    else:
        units = Unit.objects.filter(pk__in=Item.objects.visible_to(user).order_by().values("accountable").distinct())
    groups = [
        (str(row["pk"]), row["name"] if scope.one else f"{row['name']} (số {code_nb(each.number_and_symbol)})")
        for each in scope.directives
        for row in each.group_rows  # type: ignore[attr-defined]
    ]
    return Choices(list(units.order_by("sort_key", "code").values_list("code", "short_name")), groups)


def condition_labels(wanted: ItemFilter, choices: Choices, rows: Iterable[Any]) -> dict[str, str]:
    """Words for each condition that is on. Names stand in the choices or in the first of ``rows`` (``as_rows``); others are looked up."""
    first = next(iter(rows), None)
    return {name: _label(wanted.scope, name, value, choices, first) for name, value in wanted.values.items()}


def _label(scope: Scope, name: str, value: Any, choices: Choices, row: Any) -> str:
    match name:
        case "q":
            return f"“{value}”"
        case "chu_tri":
            return f"Chủ trì: {dict(choices.units).get(value) or _unit_name(value)}"
        case "thuc_hien":
            return f"Thực hiện: {row.responsible__short_name if row else _unit_name(value)}"
        case "don_vi":
            return f"Đơn vị: {dict(choices.units).get(value) or _unit_name(value)}"
        case "nhom":
            return f"Nhóm: {dict(choices.groups).get(str(value), 'không có trong danh sách')}"
        case "tinh_trang":
            return STATES[value][0]
        case "han":
            return due_labels()[value]
        case "diem":
            issued = Point.objects.filter(pk=value, directive__in=Directive.objects.issued())
            key = row.point__key if row else issued.values_list("key", flat=True).first()
            return f"Điểm {key}" if key else "Điểm không có trong danh sách"
        case "van_ban":
            return f"Văn bản {code_nb(scope.directives[0].reference)}"
        case "quy":
            return f"Văn bản có báo cáo {Quarter.parse(value).label}"
        case "lan_nhap":
            return "Từ một lần nhập kết quả kiểm tra"
        case unknown:
            raise KeyError(unknown)


def _unit_name(code: str) -> str:
    return Unit.objects.filter(code=code).values_list("short_name", flat=True).first() or code
