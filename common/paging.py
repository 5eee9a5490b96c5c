"""Numbered pages of a list: the values of the pager component, and a paginator that is told how many rows there are."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from common.formats import vn_num
from common.page_parts import Pager


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # generic for the type checker alone
    """A paginator that need not count: whoever made the tabs above the list has."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count


def with_query(path: str, conditions: Mapping[str, object]) -> str:
    """The address with these conditions; empty ones are left out."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in conditions.items() if value})
    return f"{path}?{query.urlencode()}" if query else path


def pager_of(page: Page[Any], path: str, noun: str, conditions: Mapping[str, object] | None = None, anchor: str = "") -> Pager:
    """What ``{% pager %}`` draws. ``conditions`` of the list stay in the addresses; the first page has no number."""

    def url(number: int) -> str:
        return with_query(path, {**(conditions or {}), "trang": number if number > 1 else ""}) + anchor

    return Pager(
        f"Xem {vn_num(page.start_index())}–{vn_num(page.end_index())} trong {vn_num(page.paginator.count)} {noun}",
        url(1) if page.has_previous() else "",
        url(page.number - 1) if page.has_previous() else "",
        url(page.number + 1) if page.has_next() else "",
        url(page.paginator.num_pages) if page.has_next() else "",
    )
