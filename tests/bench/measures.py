"""The measurements, each against the limit that the project set itself. Times are of real requests; queries are counted in this process."""

from __future__ import annotations

import io
import statistics
import tempfile
from collections.abc import Iterator
from functools import partial

import docx
import openpyxl
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment

from common import clock
from directives.models import Evidence, RequirementGroup
from directives.services.reading import read_dispatch
from tests.bench.data import DISPATCH, PASSWORD, USERNAME
from tests.bench.http import Answer, Server, Visitor, links, weight
from tests.bench.importing import reading_measures
from tests.bench.imports import import_measures
from tests.bench.pages import page_measures
from tests.bench.pictures import picture_measures
from tests.bench.report import Measure
from tests.bench.timing import in_turn, once
from tests.factories.plans import a_plan
from units.models import User

LIST, OVERVIEW, EXPORT = "/noi-dung/", "/tong-quan/", "/noi-dung/xuat/"
ROUNDS = 15


def all_measures(small: Server, large: Server) -> Iterator[Measure]:
    """In the order of the table. This process's own connection is to the large database."""
    few, many = Visitor(small), Visitor(large)
    for visitor in (few, many):
        visitor.log_in(USERNAME, PASSWORD)
    inside = Client()
    inside.force_login(User.objects.get(username=USERNAME))
    yield from list_measures(few, many, inside)
    yield from page_measures(large)
    yield from overview_measures(many, inside)
    yield item_measure(inside)
    yield from export_measures(many, large)
    yield first_visit_measure(many, large)
    yield from picture_measures(many)
    yield from dispatch_measures()
    yield from reading_measures()
    yield from import_measures()


def queries(client: Client, url: str) -> CaptureQueriesContext:
    """As an office has them: a portal with a fixed day asks for its time of day once more."""
    with clock.at(clock.now()), CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return captured


def list_measures(few: Visitor, many: Visitor, inside: Client) -> Iterator[Measure]:
    last = {visitor: links(fetch(visitor, LIST))["Cuối"] for visitor in (few, many)}
    pages = (LIST, last[many], f"{LIST}?tinh_trang=unfinished&han=overdue&don_vi=ubnd-873", f"{LIST}?q=may+quet")
    yield Measure.within("item list, most queries of 4 views", "queries", max(len(queries(inside, page)) for page in pages), 8)
    first = in_turn(ROUNDS, lambda: fetch(many, LIST), lambda: fetch(few, LIST))
    yield Measure.against("item list, first page, 100,000 / 1,000", "ms", *first, 1.3)
    end = in_turn(ROUNDS, lambda: fetch(many, last[many]), lambda: fetch(few, last[few]))
    yield Measure.against("item list, last page, 100,000 / 1,000", "ms", *end, 1.3)


def overview_measures(many: Visitor, inside: Client) -> Iterator[Measure]:
    captured = queries(inside, OVERVIEW)
    yield Measure.within("overview at 100,000", "queries", len(captured), 12)
    statements = [query["sql"] for query in captured.captured_queries]
    template, context = ready_page(inside, OVERVIEW)

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
        template.render(context)

    times = in_turn(ROUNDS, lambda: fetch(many, OVERVIEW), bare)
    yield Measure.against("overview at 100,000 / its SQL + template", "ms", *times, 2)


def ready_page(client: Client, url: str) -> tuple[Template, Context]:
    """The template of a page and its values, computed: rendering them asks the database nothing and gives the same page."""
    setup_test_environment()
    try:
        response = client.get(url)
    finally:
        teardown_test_environment()
    template, context = response.templates[0], Context(response.context[0].flatten())
    with CaptureQueriesContext(connection) as captured:
        again = template.render(context)
    assert not captured.captured_queries, "the template asks the database"
    assert len(again) == len(response.content.decode()), "not the same page"
    return template, context


def item_measure(inside: Client) -> Measure:
    item = Evidence.objects.select_related("item").latest("pk").item
    return Measure.within("item page with evidence and history", "queries", len(queries(inside, f"{LIST}{item.number}/")), 15)


def export_measures(many: Visitor, large: Server) -> Iterator[Measure]:
    group = RequirementGroup.objects.order_by("position", "pk")[0]
    large.reset_peak()
    tenth = cells(fetch(many, f"{EXPORT}?nhom={group.pk}"))
    small_peak = large.peak_mib()
    large.reset_peak()
    answer = fetch(many, EXPORT)
    growth = large.peak_mib() - small_peak
    rows = cells(answer)
    floor = [once(lambda: write_plainly(rows))]
    taken = [answer.seconds, fetch(many, EXPORT).seconds]
    floor.append(once(lambda: write_plainly(rows)))
    assert len(rows) > 100_000, len(rows)
    assert 9_000 < len(tenth) < 15_000, len(tenth)
    name = f"export of 100,000 rows × {len(rows[-1])} / openpyxl write-only"
    yield Measure.against(name, "s", statistics.mean(taken), statistics.mean(floor), 1.5)
    yield Measure.within("export, peak memory at 100,000 over that at 10,000 rows", "MiB", growth, 16)


def cells(answer: Answer) -> list[list[object]]:
    """The values of an exported workbook, dates as dates."""
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def write_plainly(rows: list[list[object]]) -> None:
    """The least that writing the same cells with openpyxl costs."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def first_visit_measure(many: Visitor, large: Server) -> Measure:
    heaviest = max([weight(Visitor(large), "/dang-nhap/"), *(weight(many, url) for url in (OVERVIEW, LIST))])
    return Measure.within("first visit: page, styles, scripts, fonts; the heaviest of 3", "kB", heaviest / 1000, 150)


def dispatch_measures() -> Iterator[Measure]:
    """A letter, and a plan of about 30 pages with a table of tasks."""
    for name, content, limit in (("the dispatch", DISPATCH.read_bytes(), 3), ("a plan of 60 points and 20 tasks", a_plan(60, 20), 4)):
        times = in_turn(ROUNDS, partial(read_dispatch, content, DISPATCH.name), partial(walk, content))
        yield Measure.against(f"reading {name} / python-docx walking it", "ms", *times, limit)


def walk(content: bytes) -> int:
    """Every paragraph and every cell of a document, as python-docx gives them."""
    document = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [paragraph.text for table in document.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    return len(texts)


def fetch(visitor: Visitor, url: str) -> Answer:
    answer = visitor.get(url)
    assert answer.status == 200, f"{url}: {answer.status}"
    assert "/dang-nhap/" not in answer.url, f"{url}: asked to log in"
    return answer
