"""Whole pages beside the least that they could cost: their SQL in bare statements, and the same HTML written by a plain function."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.utils.html import escape

from common import clock
from common.templatetags.components import day, due_tag, status_tag
from common.vocabulary import DUE_SOON_DAYS
from tests.bench.data import DISTRICT_OFFICER, PASSWORD, USERNAME
from tests.bench.http import Server, Visitor
from tests.bench.report import Measure
from tests.bench.timing import in_turn
from units.models import Unit, User

LIST, MY_WORK, UNIT_PAGE, UNIT_LIST = "/noi-dung/", "/viec-cua-toi/", "/don-vi/{}/", "/don-vi/"
ROUNDS = 15
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def page_measures(large: Server) -> Iterator[Measure]:
    """In the order of the table. This process's own connection is to the large database."""
    centre, officer = Visitor(large), Visitor(large)
    centre.log_in(USERNAME, PASSWORD)
    officer.log_in(DISTRICT_OFFICER, PASSWORD)
    yield list_measure(centre)
    unit = Unit.objects.get(code="ubnd-873")
    for name, visitor, url, bare in (
        ("my work", officer, MY_WORK, lambda: sections(unit.pk, {"open": 50, "claimed": 20, "verified": 20})),
        ("unit page", centre, UNIT_PAGE.format(unit.code), lambda: unit_page(unit.pk)),
        ("unit list", centre, UNIT_LIST, all_units),
    ):
        times = in_turn(ROUNDS, lambda visitor=visitor, url=url: fetch(visitor, url), bare)  # type: ignore[misc]
        yield Measure.against(f"{name} at 100,000 / ids by their order, then the rows, in bare SQL", "ms", *times, 2)


def list_measure(centre: Visitor) -> Measure:
    inside = Client()
    inside.force_login(User.objects.get(username=USERNAME))
    setup_test_environment()
    try:
        with CaptureQueriesContext(connection) as captured:
            response = inside.get(LIST)
    finally:
        teardown_test_environment()
    html, page = response.content.decode(), response.context["page"]
    statements = [query["sql"] for query in captured.captured_queries]
    head, tail = html.split('<tbody role="rowgroup">')[0], html.split("</tbody>")[1]
    plain = plain_list(head, page.rows, page.today, tail)
    assert squeezed(plain) == squeezed(html), "not the same page"

    def floor() -> None:
        bare(statements)
        gzip.compress(plain_list(head, page.rows, page.today, tail).encode(), 6)

    times = in_turn(ROUNDS, lambda: fetch(centre, LIST), floor)
    return Measure.against("item list at 100,000 / its SQL + the same HTML by a plain function", "ms", *times, 2.5)


def plain_list(head: str, rows: Sequence[Any], today: Any, tail: str) -> str:
    """The page of the list; what is not a row is the same on every page and stands ready."""
    return head + '<tbody role="rowgroup">' + "".join(plain_row(row, today) for row in rows) + "</tbody>" + tail


def plain_row(row: Any, today: Any) -> str:
    late = ' class="row-late"' if row.late else ""
    due = due_tag(row.due_on, today, row.status, none=row.no_due, waiting=row.waiting)
    if row.due_on:
        due += ('<br class="b"> ' if due else "") + f'<span class="muted small">{day(row.due_on)}</span>'
    if row.due_source:
        due += f'<br class="b"> <span class="muted small nowrap">{escape(row.due_source)}</span>'
    return (
        f'<tr role="row"{late}><td role="cell" class="wide"><a href="{escape(row.url)}">{escape(row.title)}</a><br>'
        f'<span class="muted small">{escape(row.code)} · Điểm {escape(row.point)} · {escape(row.group)}</span></td>'
        f'<td role="cell" data-l="Chủ trì">{escape(row.accountable)}</td>'
        f'<td role="cell" data-l="Phối hợp, thực hiện" class="small col-x wide">{escape(row.partners) if row.partners else "–"}</td>'
        f'<td role="cell" class="r col-y" data-l="Tiến độ">{row.percent}%</td>'
        f'<td role="cell">{status_tag(row.status, row.returned, row.blocked)}</td><td role="cell">{due}</td></tr>'
    )


def squeezed(html: str) -> str:
    """Without white space around tags, which the layout of the templates puts there, and without the tokens of forms."""
    return re.sub(r"\s*(<[^>]*?)\s*>\s*", r"\1>", TOKEN.sub("", re.sub(r"\s+", " ", html)))


def bare(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


# The floors of the other pages: what they count and show, by hand

OF_UNIT = "(responsible_id = %(unit)s OR accountable_id = %(unit)s)"
SECTIONS = {
    "open": "status IN ('todo', 'doing')",
    "claimed": "status = 'claimed'",
    "verified": "status = 'verified'",
    "unfinished": "status <> 'verified'",
}
URGENCY = f"""
CASE WHEN status IN ('todo', 'doing') AND due_on < %(today)s THEN 0
     WHEN status IN ('todo', 'doing') AND due_on <= %(today)s + {DUE_SOON_DAYS} THEN 1
     WHEN status = 'doing' AND back_reason <> '' THEN 2 ELSE 3 END, due_key, (responsible_id = %(unit)s) DESC, number
"""
ROWS = """
SELECT item.*, point.key, unit.name FROM directives_item item JOIN directives_point point ON point.id = item.point_id
  JOIN units_unit unit ON unit.id = item.responsible_id WHERE item.id = ANY(%(ids)s)
"""
FIGURES = """
SELECT {keys} status, count(*), count(*) FILTER (WHERE due_on < %(today)s AND status IN ('todo', 'doing')), max(due_on)
  FROM directives_item WHERE {where} GROUP BY {keys} status
"""


def sections(unit_id: int, rows: dict[str, int]) -> None:
    """The figures of one unit, and the first rows of each section in their order."""
    values: dict[str, Any] = {"unit": unit_id, "today": clock.today()}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(keys="responsible_id,", where=OF_UNIT), values)
        cursor.fetchall()
        for name, most in rows.items():
            order = "verified_at DESC, number DESC" if name == "verified" else URGENCY
            cursor.execute(f"SELECT id FROM directives_item WHERE {OF_UNIT} AND {SECTIONS[name]} ORDER BY {order} LIMIT {most}", values)
            cursor.execute(ROWS, {"ids": [pk for (pk,) in cursor.fetchall()]})
            cursor.fetchall()


def unit_page(unit_id: int) -> None:
    """Figures, the most urgent rows, and what was finished on which day by whom: the lines of the chart."""
    sections(unit_id, {"unfinished": 20})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT responsible_id, (verified_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, count(*) FROM directives_item"
            f" WHERE {OF_UNIT} AND status = 'verified' GROUP BY 1, 2 ORDER BY 2",
            {"unit": unit_id},
        )
        cursor.fetchall()


def all_units() -> None:
    """The figures by unit, in how many items each takes part, and the units by their order."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(keys="accountable_id, responsible_id,", where="true"), {"today": clock.today()})
        cursor.fetchall()
        cursor.execute(
            "SELECT link.unit_id, count(*) FROM directives_item_coordinating link JOIN directives_item item ON item.id = link.item_id"
            " WHERE link.unit_id NOT IN (item.responsible_id, item.accountable_id) GROUP BY 1"
        )
        cursor.fetchall()
        cursor.execute("SELECT id FROM units_unit ORDER BY sort_key")
        cursor.execute(
            "SELECT * FROM units_unit unit JOIN units_area area ON area.id = unit.area_id WHERE unit.id = ANY(%s)",
            [[pk for (pk,) in cursor.fetchall()]],
        )
        cursor.fetchall()


def fetch(visitor: Visitor, url: str) -> None:
    answer = visitor.get(url)
    assert answer.status == 200 and "/dang-nhap/" not in answer.url, f"{url}: {answer.status}"
