"""The conditions of the item list: what an address may ask for, and which named set each condition is (``directives.querysets``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q, Subquery
from django.http import QueryDict
from django.urls import reverse

from common import past
from common.paging import with_query
from common.text import clean
from common.vocabulary import ITEM_STATES, due_soon_words
from directives.querysets import ItemQuerySet
from directives.scope import DISPATCH, PERIOD, Scope
from units.models import Unit

WITHDRAWN = "withdrawn"
_SETS: dict[str, Callable[[ItemQuerySet], ItemQuerySet]] = {
    "unfinished": lambda items: items.unfinished(),
    "open": lambda items: items.open(),
    "todo": lambda items: items.todo(),
    "doing": lambda items: items.doing(),
    "claimed": lambda items: items.claimed(),
    "returned": lambda items: items.returned(),
    "blocked": lambda items: items.blocked(),
    "verified": lambda items: items.verified(),
    WITHDRAWN: lambda items: items.withdrawn(),
}
_WIDER = {"unfinished": "Chưa hoàn thành", "open": "Còn phải làm"}
STATES = {name: (_WIDER.get(name) or ITEM_STATES[name].label, chosen) for name, chosen in _SETS.items()}
DUES: dict[str, Callable[[ItemQuerySet], ItemQuerySet]] = {
    "urgent": lambda items: items.urgent(),
    "overdue": lambda items: items.overdue(),
    "due_soon": lambda items: items.due_soon(),
    "none": lambda items: items.no_due_date(),
}
ORDERS = {"due": "hạn gần nhất", "number": "mã nội dung"}
PAGE_SIZES = (25, 50)
CONDITIONS = ("q", "chu_tri", "thuc_hien", "don_vi", "nhom", "tinh_trang", "han", "diem", DISPATCH, PERIOD, "lan_nhap")
ALL = [("", "Tất cả")]


def due_labels() -> dict[str, str]:
    """A name for each of ``DUES``, in their order."""
    soon = due_soon_words()
    return {"urgent": f"Quá hạn hoặc {soon}", "overdue": "Quá hạn", "due_soon": soon.capitalize(), "none": "Không ghi hạn"}


def _code(**kwargs: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=40, **kwargs)


def _id(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, **kwargs)


class ItemFilterForm(forms.Form):
    """Every parameter of the list's address. What can't be used is left out, and the page says so (``ignored``)."""

    q = forms.CharField(label="Tìm theo mã hoặc chữ", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    chu_tri = _code(label="Chủ trì", widget=forms.Select)
    thuc_hien = _code(label="Thực hiện", widget=forms.HiddenInput)
    don_vi = _code(label="Đơn vị", widget=forms.HiddenInput)
    nhom = _id(label="Nhóm yêu cầu", widget=forms.Select)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[*ALL, *((value, label) for value, (label, _) in STATES.items())]
    )
    han = forms.ChoiceField(label="Hạn", required=False, choices=lambda: [*ALL, *due_labels().items()])
    diem = _id(label="Điểm", widget=forms.HiddenInput)
    lan_nhap = _id(label="Lần nhập", widget=forms.HiddenInput)
    sap_xep = forms.ChoiceField(label="Xếp theo", required=False, choices=[("", ""), *ORDERS.items()], widget=forms.HiddenInput)
    moi_trang = forms.TypedChoiceField(
        label="Mỗi trang",
        required=False,
        coerce=int,
        choices=[("", ""), *((str(size), str(size)) for size in PAGE_SIZES)],
        widget=forms.HiddenInput,
    )

    def clean_q(self) -> str:
        return clean(self.cleaned_data["q"])


@dataclass(frozen=True)
class ItemFilter:
    """The conditions of one address, cleaned: ``values`` holds those that are on, in the order of ``CONDITIONS``; the dispatches among them
    are those of the ``scope``.
    """

    scope: Scope
    values: dict[str, Any]
    order: str
    page_size: int
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict | Mapping[str, Any], scope: Scope) -> ItemFilter:
        """The filter that the parameters of an address ask for among the dispatches of ``scope`` (``read_scope`` of the same address)."""
        form = ItemFilterForm(params)
        form.is_valid()
        data = form.cleaned_data
        data |= {} if scope.is_whole else scope.params
        values = {name: data[name] for name in CONDITIONS if data.get(name)}
        ignored = tuple(str(form.fields[name].label) for name in form.errors if name in form.fields)
        return cls(scope, values, data.get("sap_xep") or "due", data.get("moi_trang") or PAGE_SIZES[0], ignored)

    def narrow(self, items: ItemQuerySet) -> ItemQuerySet:
        """The rows that meet all conditions; what was withdrawn is found where it is asked for."""
        items = self.scope.all_items(items) if self.values.get("tinh_trang") == WITHDRAWN else self.scope.items(items)
        for name, value in self.values.items():
            items = _narrow(items, name, value)
        return items

    def without(self, name: str) -> ItemFilter:
        """The same filter without one of its conditions."""
        left = {key: value for key, value in self.values.items() if key != name}
        return replace(self, values=left, scope=self.scope.whole if name in (DISPATCH, PERIOD) else self.scope, ignored=())

    def with_only(self, **conditions: str) -> ItemFilter:
        """Other conditions in the same scope."""
        kept = {key: value for key, value in self.values.items() if key in (DISPATCH, PERIOD)}
        return replace(self, values={**conditions, **kept}, ignored=())

    @property
    def narrows(self) -> bool:
        """Whether a condition is on beside the scope."""
        return bool(self.values.keys() - {DISPATCH, PERIOD})

    @cached_property
    def params(self) -> dict[str, Any]:
        """What an address says of it."""
        scope = self.scope.params if self.scope.keeps else {}
        return scope | self.values | self._layout | past.day_params()

    @property
    def _layout(self) -> dict[str, Any]:
        order = {"sap_xep": self.order} if self.order != "due" else {}
        return order | ({"moi_trang": self.page_size} if self.page_size != PAGE_SIZES[0] else {})

    @property
    def hidden(self) -> list[tuple[str, Any]]:
        """Parameters without a control of their own stay on when the form is sent."""
        fields = ItemFilterForm.base_fields
        unseen = {name: value for name, value in self.values.items() if name in fields and fields[name].widget.is_hidden}
        return [*(unseen | self.scope.params | self._layout | past.day_params()).items()]

    def url(self, name: str = "item_list", **more: Any) -> str:
        """The page with these conditions; a parameter that is empty in ``more`` is taken away."""
        return with_query(reverse(name), self.params | more)


def _unit(code: str) -> Subquery:
    """The unit's id, found once before the items are: their indexes then answer."""
    return Subquery(Unit.objects.filter(code=code).values("pk")[:1])


def _narrow(items: ItemQuerySet, name: str, value: Any) -> ItemQuerySet:
    match name:
        case "q":
            return items.matching(value)
        case "chu_tri":
            return items.filter(accountable=_unit(value))
        case "thuc_hien":
            return items.filter(responsible=_unit(value))
        case "don_vi":
            return items.filter(Q(responsible=_unit(value)) | Q(accountable=_unit(value)))
        case "nhom":
            return items.filter(group=value)
        case "tinh_trang":
            return STATES[value][1](items)
        case "han":
            return DUES[value](items)
        case "diem":
            return items.filter(point=value)
        case "van_ban" | "quy":
            return items
        case "lan_nhap":
            return items.imported_by(value)
        case unknown:
            raise KeyError(unknown)
