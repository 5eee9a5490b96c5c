"""Settings in the portal: days off, data windows, requirement groups, the log, and what a new portal still lacks."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoAssertNumQueries

from common import clock
from common.audit import record
from common.models import AuditEvent, Holiday
from common.workdays import working_days
from directives.models import Period, RequirementGroup
from notifications import server
from reports.presenters.settings import first_steps
from tests.factories.units import ensure_units, make_user
from tests.reports.stage import Stage
from units.loading import load_units
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    ensure_units()
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


@pytest.fixture
def manager(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_day_off_is_marked_changed_and_taken_away_with_a_trace(manager: Client) -> None:
    day = date(2027, 4, 29)
    sent = {"viec": "ghi", "day": "29/04/2027", "kind": "swap_off", "name": "Nghỉ hoán đổi"}
    assert "Đã ghi 29/04/2027 Nghỉ hoán đổi." in words_of(manager.post(reverse("holiday_list"), sent, follow=True))
    assert day not in working_days(day, day)
    assert "đã ghi như vậy" in words_of(manager.post(reverse("holiday_list"), sent))
    manager.post(reverse("holiday_list"), {"viec": "bo", "ngay": "29/04/2027"})
    assert day in working_days(day, day)
    said = list(AuditEvent.objects.filter(subject_kind="holiday").order_by("id").values_list("text", flat=True))
    assert said == [
        "ghi 29/04/2027 là nghỉ hoán đổi: Nghỉ hoán đổi",
        "bỏ 29/04/2027 khỏi lịch nghỉ: nghỉ hoán đổi, Nghỉ hoán đổi",
    ]


def test_what_was_taken_from_the_calendar_does_not_come_back_with_the_seed(manager: Client) -> None:
    manager.post(reverse("holiday_list"), {"viec": "bo", "ngay": "02/09/2021"})
    assert load_units()["holidays"] == 0
    assert not Holiday.objects.filter(date=date(2021, 9, 2)).exists()
    Holiday.objects.filter(date__year=2022).delete()
    assert load_units()["holidays"] > 5, "a year without any day is filled"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"day": "31/02/2027"}, "Không có ngày 31/02/2027"),
        ({"day": ""}, "Ghi ngày"),
        ({"kind": "khac"}, "Loại"),
        ({"name": ""}, "Ghi tên ngày"),
        ({"kind": "makeup_workday"}, "vốn là ngày làm việc"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(sent: dict[str, str], words: str, manager: Client) -> None:
    good = {"viec": "ghi", "day": "29/04/2027", "kind": "swap_off", "name": "Nghỉ"}
    answer = manager.post(reverse("holiday_list"), {**good, **sent})
    assert words in words_of(answer)
    assert not Holiday.objects.filter(date=date(2027, 4, 29)).exists()


@pytest.mark.parametrize("day", ["", "x", "31/02/2027", "01/04/2027"])
def test_a_day_that_is_not_marked_is_not_taken_away(day: str, manager: Client) -> None:
    before = Holiday.objects.count()
    assert manager.post(reverse("holiday_list"), {"viec": "bo", "ngay": day}, follow=True).status_code == 200
    assert Holiday.objects.count() == before


def test_the_data_window_of_a_period_is_set(manager: Client, busy: Stage) -> None:
    period = Period.objects.get(code="2021-Q1")
    key = f"{period.pk}"
    wrong = {"ky": key, f"{key}-data_from": "15/03/2021", f"{key}-data_to": "14/03/2021"}
    assert "từ ngày đầu trở đi" in words_of(manager.post(reverse("period_list"), wrong))
    manager.post(reverse("period_list"), {**wrong, f"{key}-data_from": "01/01/2021"})
    period.refresh_from_db()
    assert (period.data_from, period.data_to) == (date(2021, 1, 1), date(2021, 3, 14))
    assert AuditEvent.objects.get(verb="period.window_set").text.endswith("15/12/2020–14/03/2021 → 01/01/2021–14/03/2021")
    for number in ("", "x", "0", "9" * 30):
        assert manager.post(reverse("period_list"), {"ky": number}).status_code == 404
        assert manager.post(reverse("group_list"), {"nhom": number}).status_code == 404


def test_a_requirement_group_gets_another_name_and_words(manager: Client, busy: Stage) -> None:
    first, second = RequirementGroup.objects.order_by("directive", "position", "id")[:2]
    key = f"{first.pk}"
    sent = {"nhom": key, f"{key}-name": second.name, f"{key}-position": "1", f"{key}-words": "niêm yết,  bảng "}
    assert "đã có nhóm cùng tên" in words_of(manager.post(reverse("group_list"), sent))
    manager.post(reverse("group_list"), {**sent, f"{key}-name": "Công khai"})
    first.refresh_from_db()
    assert (first.name, first.position, first.words) == ("Công khai", 1, "niêm yết, bảng")
    assert AuditEvent.objects.filter(verb="group.updated", subject_id=first.pk).exists()


def test_the_log_is_searched_and_leafed_through_without_growing_dearer(
    manager: Client, admin: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(120):
        record(by=admin, verb="user.updated", text=f"sửa thứ {number}", subject_kind="user", subject_id=1)
    with django_assert_max_num_queries(8):
        first = manager.get(reverse("audit_log"))
    assert "sửa thứ 119" in words_of(first)
    assert "sửa thứ 69" not in words_of(first)
    older = first.context["page"].older_url
    assert "sửa thứ 69" in words_of(manager.get(older))
    assert "sửa thứ 42" in words_of(manager.get(reverse("audit_log"), {"q": "thứ 42", "loai": "user"}))
    assert "Không có việc nào khớp" in words_of(manager.get(reverse("audit_log"), {"loai": "unit"}))
    for odd in ({"truoc": "x"}, {"truoc": "9" * 30}, {"loai": "%00"}, {"q": "a" * 500}):
        assert manager.get(reverse("audit_log"), odd).status_code == 200


def ticks(admin: User) -> list[bool]:
    return [step.done for step in first_steps(admin)]


def test_the_list_of_first_steps_ticks_itself_off(admin: User) -> None:
    with clock.at(date(2026, 12, 1)):
        assert ticks(admin) == [True, False, False, False]
        make_user(Role.CENTRE, "kstthc-87")
        assert ticks(admin) == [True, False, False, False], "the Centre alone reports to nobody"
        make_user(Role.OFFICER, "ubnd-30001-2025")
        assert ticks(admin) == [True, True, False, False]
        with override_settings(EMAIL_URL="smtp://mail:25"):
            server.accepted()
            assert ticks(admin) == [True, True, True, False]


def test_a_dispatch_that_was_issued_is_the_last_step(admin: User, busy: Stage) -> None:
    assert ticks(admin)[3]


def test_a_new_portal_leads_its_administrator_and_shows_the_list_to_nobody_else(manager: Client) -> None:
    with clock.at(date(2026, 12, 1)):
        shown = words_of(manager.get(reverse("overview")))
        assert "Bắt đầu" in shown
        assert "102 xã, phường và 2 Sở đang hoạt động" in shown
        leader = Client()
        leader.force_login(make_user(Role.LEADER, "ubnd-87"))
        assert "Bắt đầu" not in words_of(leader.get(reverse("overview")))
        assert leader.get(reverse("settings")).status_code == 403


def test_djangos_admin_site_is_gone(manager: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    for address in ("/admin/", "/cai-dat/units/unit/", "/cai-dat/login/"):
        assert manager.get(address).status_code == 404
    assert manager.get(reverse("settings")).status_code == 200
