"""What the pages say on the day before a deadline, on it and after it: what is past is in no danger, the day itself is not late."""

from __future__ import annotations

import re
from datetime import date

import pytest

from common import clock
from common.text import clean
from tests.reports.stage import REPORT_DUE, Stage
from tests.reports.walking import shown
from units.models import User
from units.roles import Role

BEFORE, ON, AFTER = date(2021, 3, 30), REPORT_DUE, date(2021, 4, 1)
DAYS = pytest.mark.parametrize("day", [BEFORE, ON, AFTER])


def words(page: str) -> str:
    """The words of a page, without its drawings."""
    return clean(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", page)))


def read(reader: User, address: str, day: date) -> str:
    with clock.at(day):
        return words(shown(reader, address))


def said(text: str, *, has: tuple[str, ...], not_: tuple[str, ...] = ()) -> None:
    assert [part for part in has if part not in text] == [], text
    assert [part for part in not_ if part in text] == [], text


@DAYS
def test_the_leaders_sentence_and_list(busy: Stage, day: date) -> None:
    text = read(busy.person("ubnd-87", Role.LEADER), "/lanh-dao/", day)
    danger = ("Nguy cơ không kịp hạn ở",)
    if day == BEFORE:
        said(text, has=("Mới xong 2/26 nội dung (8%) khi đã qua 99% thời gian.", *danger, "1 ngày còn lại"), not_=("đã qua 1 ngày",))
    elif day == ON:
        said(text, has=("Hôm nay là hạn báo cáo Quý I/2021, mới xong 2/26 nội dung (8%).", *danger, "Hôm nay là ngày cuối"), not_=("100%",))
    else:
        first = "Hạn báo cáo Quý I/2021 đã qua 1 ngày, mới xong 2/26 nội dung (8%). Còn"
        said(
            text,
            has=(first, "nội dung quá hạn ở", "1 ngày sau hạn", "8 báo cáo quá hạn nộp (hạn 31/03/2021)."),
            not_=("Nguy cơ", "còn lại"),
        )


@pytest.mark.parametrize("day", [date(2021, 3, 19), BEFORE, ON, AFTER, date(2021, 4, 20)])
def test_the_list_explains_the_units_that_the_headline_names(busy: Stage, day: date) -> None:
    for code in ("868", "870", "871", "872", "874", "876"):
        busy.set_due(busy.item("1.a", f"ubnd-{code}") if code != "870" else busy.item("2", "buudien-87"), date(2021, 3, 15))
    with clock.at(day):
        page = shown(busy.person("ubnd-87", Role.LEADER), "/lanh-dao/")
    headline = words(page[page.index('id="tom-tat"') : page.index("</h2>", page.index('id="tom-tat"'))])
    names = re.split(r", | và ", headline.rpartition(" ở ")[2].rstrip(". "))
    start = page.index("Cần lãnh đạo biết")
    told = [words(row) for row in re.findall(r"<li>(.*?)</li>", page[start : page.index("</section>", start)], re.DOTALL)][: len(names)]
    assert len(names) == 3 and names[2].endswith("đơn vị khác")
    assert [line.lower().startswith(name.lower()) for line, name in zip(told, names, strict=True)] == [True] * 3, (names, told)


@DAYS
def test_the_overview(busy: Stage, day: date) -> None:
    text = read(busy.centre, "/tong-quan/", day)
    if day == BEFORE:
        said(text, has=("Đã qua 89/90 ngày của quý.", "1 ngày còn lại", "Chậm hơn thời gian 91 điểm phần trăm."))
    elif day == ON:
        said(text, has=("Hôm nay là ngày cuối trong 90 ngày của quý.", "Hôm nay là ngày cuối", "Hạn hôm nay"))
    else:
        said(text, has=("Đã qua cả 90 ngày của quý.", "1 ngày sau hạn", "Hạn đã qua 1 ngày, còn 92% chưa xong."), not_=("ngày còn lại",))


@DAYS
def test_an_officers_work_and_report(busy: Stage, day: date) -> None:
    busy.set_due(busy.item("1.a", "ubnd-874"), REPORT_DUE)
    text = read(busy.person("ubnd-874"), "/viec-cua-toi/", day)
    left = {BEFORE: ("Còn 1 ngày", "Hạn 31/03/2021, còn 1 ngày"), ON: ("Hạn hôm nay",), AFTER: ("Quá hạn 1 ngày",)}[day]
    said(text, has=left)
    said(text, has=(), not_=("Quá hạn 0", "Còn 0 ngày", "còn 0 ngày", "Còn -", "sớm -"))


@DAYS
@pytest.mark.parametrize(
    "address", ["/tong-quan/", "/lanh-dao/", "/don-vi/ubnd-874/", "/don-vi/", "/van-ban/{directive}/", "/noi-dung/", "/duyet-bao-cao/"]
)
def test_no_page_counts_days_below_zero_or_of_none(busy: Stage, day: date, address: str) -> None:
    text = read(busy.centre, address.format(directive=busy.directive.pk), day)
    assert not re.search(r"(?i)(còn|quá hạn|sớm|trễ|qua) (0|-\d+) ngày", text)
    assert day <= REPORT_DUE or "Nguy cơ" not in text


@DAYS
def test_the_page_of_an_item(busy: Stage, day: date) -> None:
    item = busy.item("2", "buudien-87")
    text = read(busy.person("buudien-87"), f"/noi-dung/{item.number}/", day)
    said(text, has=({BEFORE: "Còn 1 ngày", ON: "Hạn hôm nay", AFTER: "Quá hạn 1 ngày"}[day],))
