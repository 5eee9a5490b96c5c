"""Pages of a list as the pager component draws them: numbered ones, and those by key (``common.keyset``) with the counts beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.http import urlencode

from common import keyset
from common.formats import vn_num
from common.keyset import LAST, KeyOrder, KeyPage, Place
from common.page_parts import Chip, Pager

R = TypeVar("R")
AFTER, BEFORE = "sau", "truoc"
"""The parameters of an address that say where a page by key lies."""


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # generic for the type checker alone
    """A paginator that need not count: whoever made the tabs above the list has."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count


def with_query(path: str, conditions: Mapping[str, object]) -> str:
    """The address with these conditions; empty ones are left out."""
    query = urlencode({name: str(value) for name, value in conditions.items() if value})
    return f"{path}?{query}" if query else path


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


@dataclass(frozen=True)
class Paged(Generic[R]):
    """One numbered page of a list."""

    rows: Sequence[R]
    pager: Pager


def paged(
    rows: Any, size: int, number: str | None, path: str, noun: str, conditions: Mapping[str, object] | None = None, anchor: str = ""
) -> Paged[Any]:
    """The page ``number`` of ``rows``, a list or a queryset; nonsense is the first one."""
    page = Paginator(rows, size).get_page(number)
    return Paged(list(page), pager_of(page, path, noun, conditions, anchor))


@dataclass(frozen=True)
class KeyList:
    """One page by key, how many rows each named set has, and the pager."""

    rows: list[Any]
    counts: Mapping[str, int]
    total: int
    pager: Pager

    @property
    def is_whole(self) -> bool:
        """Whether there is no other page."""
        return not (self.pager.prev_url or self.pager.next_url)

    def chip(self, name: str, label: str, url: str, *, current: bool) -> Chip:
        """The view that shows the set ``name``."""
        count = self.counts[name]
        capped = count > keyset.COUNT_CAP
        return Chip(f"{label} ({total_words(count)})" if capped else label, url, current, None if capped else count)


def total_words(count: int) -> str:
    return keyset.count_words(count, vn_num)


def key_list(
    sets: Mapping[str, QuerySet[Any]],
    chosen: str,
    order: KeyOrder,
    params: Mapping[str, str],
    size: int,
    *,
    noun: str,
    url: Callable[..., str],
    dressed: Callable[[Any], QuerySet[Any]],
) -> KeyList:
    """A page of the set ``chosen``, in two queries: all counts, and the rows, ``dressed`` with what they show.

    ``url`` gives the list's address with parameters of its place.
    """
    found = sets[chosen]
    place = Place.read(order, after=params.get(AFTER, ""), before=params.get(BEFORE, ""))
    ahead = keyset.rows_before(found, order, place)
    counts = keyset.capped_counts(sets if ahead is None else {**sets, "": ahead})
    total, cap = counts[chosen], keyset.COUNT_CAP
    page = keyset.read_page(dressed(found), order, place, size, last_size=(total % size or None) if total <= cap else None)
    start = keyset.first_position(place, shown=len(page.rows), total=total, before=counts.get("", 0))
    return KeyList(page.rows, counts, total, _key_pager(page, start, total, order, noun, url))


def _key_pager(page: KeyPage, start: int | None, total: int, order: KeyOrder, noun: str, url: Callable[..., str]) -> Pager:
    shown = len(page.rows)
    where = f"{vn_num(start)}–{vn_num(start + shown - 1)}" if start is not None else f"{vn_num(shown)} {noun}"
    return Pager(
        f"Xem {where} trong {total_words(total)} {noun}",
        url() if page.has_previous else "",
        url(**{BEFORE: order.key_of(page.rows[0])}) if page.has_previous and page.rows else "",
        url(**{AFTER: order.key_of(page.rows[-1])}) if page.has_next and page.rows else "",
        url(**{BEFORE: LAST}) if page.has_next else "",
    )
