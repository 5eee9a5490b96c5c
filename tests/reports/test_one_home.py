"""A constant of the domain has one home: when it changes, tile, tag, list, letter and ``statistics`` follow, and the guides tell it."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from common import vocabulary
from common.text import clean
from common.workdays import add_working_days
from directives import rules as directive_rules
from directives.models import Item
from reports import dashboard
from reports import rules as report_rules
from reports.reminders.words import headline
from tests.reports.handing_in import hand_in
from tests.reports.reviewing import at
from tests.reports.stage import TODAY, Stage
from tests.reports.walking import shown

DUE = date(2021, 3, 31)  # in twelve days
GUIDES = Path(__file__).parents[2] / "docs" / "huong-dan"


def statistics() -> tuple[int, str]:
    said, told = io.StringIO(), io.StringIO()
    call_command("statistics", "--json", stdout=said)
    call_command("statistics", stdout=told)
    return json.loads(said.getvalue())["items"]["due_soon"], told.getvalue()


def found_rows(page: str) -> int:
    found = re.search(r"<b>(\d+) nội dung</b>", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("days", [vocabulary.DUE_SOON_DAYS, 12])
def test_due_soon_is_the_same_for_set_tag_list_letter_and_statistics(busy: Stage, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(vocabulary, "DUE_SOON_DAYS", days)
    soon = [item for item in Item.objects.open() if item.due_on and 0 <= (item.due_on - TODAY).days <= days]
    assert soon, "a set that has something in it"
    assert dashboard.item_figures(Item.objects.all(), TODAY).due_soon == len(soon)
    number, told = statistics()
    assert number == len(soon) and f"Trong đó còn tối đa {days} ngày" in told
    listed = clean(shown(busy.centre, "/noi-dung/?han=due_soon"))
    assert found_rows(listed) == len(soon) and f"Còn tối đa {days} ngày" in listed and f"Quá hạn hoặc còn tối đa {days} ngày" in listed
    assert listed.count('class="due due-soon"') == len(soon)
    assert headline(DUE, TODAY)[1] == ("soon" if days >= 12 else "")
    Item.objects.update(due_on=None, due_source=Item.DueSource.NONE)
    assert f"đến hạn trong {days} ngày tới" in shown(busy.centre, "/tong-quan/")


@pytest.mark.parametrize("days", [directive_rules.ANSWER_WORKING_DAYS, 2])
def test_the_promise_to_answer_is_told_and_measured_alike(busy: Stage, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(directive_rules, "ANSWER_WORKING_DAYS", days)
    busy.stuck("ubnd-870", "Chưa rõ mẫu", date(2021, 3, 15))  # four working days ago
    queue = shown(busy.centre, "/vuong-mac/")
    assert f"Mức Trung tâm cam kết trả lời: {days} ngày làm việc" in queue
    assert f"Trung tâm trả lời trong {days} ngày làm việc." in shown(busy.person("ubnd-870"), "/vuong-mac/moi/")
    assert ("quá mức cam kết" in queue) == (days < 4)


@pytest.mark.parametrize("days", [report_rules.REVIEW_WORKING_DAYS, 1])
def test_the_promise_to_look_at_a_report_is_told_alike(stage: Stage, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(report_rules, "REVIEW_WORKING_DAYS", days)
    report = hand_in(stage, at=at("18 14:20"), level="done", result="Đã làm xong", expected_text="")
    queue = clean(shown(stage.centre, "/duyet-bao-cao/"))
    assert f"ức Trung tâm cam kết là {days} ngày làm việc" in queue
    own = clean(shown(stage.person("ubnd-873"), f"/bao-cao/{report.pk}/"))
    assert f"Trong {days} ngày làm việc, chậm nhất" in own
    assert f'datetime="{add_working_days(date(2021, 3, 18), days)}"' in own


def test_the_guides_tell_the_promises_as_they_are() -> None:
    guide = (GUIDES / "don-vi.md").read_text()
    assert f"Trung tâm trả lời trong {directive_rules.ANSWER_WORKING_DAYS} ngày làm việc" in guide
    assert f"ngày chậm nhất Trung tâm xem ({report_rules.REVIEW_WORKING_DAYS} ngày làm việc)" in guide
    assert f"còn tối đa {vocabulary.DUE_SOON_DAYS} ngày" in (GUIDES.parent / "glossary.md").read_text()
