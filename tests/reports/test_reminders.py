"""Reminders of the dispatch: who is told what, and who is told nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from directives.models import Item, Obligation
from notifications.models import MessageLine, OutboundMessage
from reports.reminders import sending
from reports.reminders.planning import Kind
from tests.factories.reports import put_report
from tests.factories.units import make_user, unit
from tests.reports.reminding import MARCH_24, lines_of, people_by_unit, rows, send, submit, the_peopled_stage
from tests.reports.stage import COMMUNES, DISTRICTS, REPORT_DUE, Stage, issue_dispatch, the_proposal
from units import services
from units.models import User
from units.roles import Role

BEGINNINGS = {"people": the_peopled_stage}


@pytest.fixture
def people(stage: Stage) -> dict[str, User]:
    return people_by_unit()


def test_on_24_march_those_and_only_those_who_owe_are_told(stage: Stage, people: dict[str, User]) -> None:
    submit("ubnd-873", date(2021, 3, 19))
    sent = send(MARCH_24)
    owing = {f"ubnd-{code}" for code in DISTRICTS} - {"ubnd-873"}
    codes = {point: Item.objects.get(point__key=point).code for point in ("2", "3.b")}
    assert rows(sent) == {
        *(("report_due", code, "2021-Q1", -7, "queued") for code in owing),
        ("item_due", "buudien-87", codes["2"], -7, "queued"),
        ("item_due", "kstthc-87", codes["3.b"], -7, "queued"),
        ("item_due", "vpubnd-87", codes["3.b"], -7, "queued"),
    }
    told = set(OutboundMessage.objects.values_list("recipient__username", flat=True))
    assert told == {f"nguoi.{code}" for code in (*owing, "buudien-87", "kstthc-87", "vpubnd-87")}
    one = next(o.reminder for o in sent.outcomes if o.reminder.unit.code == "ubnd-874")
    assert (one.due_on, one.days_left, one.working_days_left) == (REPORT_DUE, 7, 5)


def test_claimed_and_finished_items_are_not_reminded_of_and_returned_ones_are(stage: Stage, people: dict[str, User]) -> None:
    item = stage.item("1.b", "ubnd-30115")
    stage.set_due(item, date(2021, 3, 26))
    assert {row[1] for row in rows(sending.look_ahead(on=date(2021, 3, 19)))} == {"ubnd-30115", "ubnd-873"}
    stage.progress(item, "ubnd-30115", date(2021, 3, 18), claim=True)
    assert sending.look_ahead(on=date(2021, 3, 19)).outcomes == ()
    stage.send_back(item, date(2021, 3, 18))
    outcomes = sending.look_ahead(on=date(2021, 3, 19)).outcomes
    assert {o.reminder.unit.code for o in outcomes} == {"ubnd-30115", "ubnd-873"}
    assert "trả lại để bổ sung" in outcomes[0].reminder.line.detail


@pytest.mark.parametrize(("status", "first", "told"), [
    ("draft", None, True), ("submitted", date(2021, 3, 30), False), ("accepted", date(2021, 3, 30), False),
    ("returned", date(2021, 3, 30), False), ("returned", date(2021, 4, 1), True), ("draft", date(2021, 4, 1), True),
])  # fmt: skip
def test_after_the_due_date_a_report_is_late_only_when_the_portal_counts_it_late(
    stage: Stage, people: dict[str, User], status: str, first: date | None, told: bool
) -> None:
    owed = Obligation.objects.get(unit__code="ubnd-874")
    put_report(directive=owed.directive, period=owed.period, unit=owed.unit, status=status, first_submitted_on=first)
    kinds = {o.reminder.kind.value for o in sending.look_ahead(on=date(2021, 4, 7)).outcomes if o.reminder.unit.code == "ubnd-874"}
    assert kinds == ({"report_overdue"} if told else set())


@pytest.mark.parametrize(("agreed", "said"), [
    (None, "gọi Trung tâm để được mở lại rồi nộp báo cáo Quý I/2021; hạn là ngày 31/03/2021, kỳ báo cáo đã khóa"),
    (date(2021, 4, 8), "nộp báo cáo Quý I/2021 chậm nhất ngày 08/04/2021"),
])  # fmt: skip
def test_after_the_lock_nobody_is_asked_to_hand_in_what_his_form_refuses(
    stage: Stage, people: dict[str, User], agreed: date | None, said: str
) -> None:
    Obligation.objects.filter(unit__code="ubnd-874").update(lock_on=date(2021, 4, 5), agreed_on=agreed)
    told = [o.reminder for o in sending.look_ahead(on=date(2021, 4, 7)).outcomes if o.reminder.unit.code == "ubnd-874"]
    assert [reminder.line.detail.partition(" ")[0] for reminder in told] == ["Chưa"] and said in told[0].line.detail


def test_from_the_third_day_the_superior_of_the_accountable_unit_gets_a_copy(stage: Stage, people: dict[str, User]) -> None:
    item, post = stage.item("1.b", "ubnd-30115"), stage.item("2", "buudien-87")
    stage.set_due(item, date(2021, 3, 16))
    sent = send(date(2021, 3, 17))
    assert {row[:2] for row in rows(sent) if row[2] == item.code} == {("item_overdue", "ubnd-30115"), ("item_overdue", "ubnd-873")}
    sent = send(date(2021, 3, 19))
    copy = next(o.reminder for o in sent.outcomes if o.reminder.kind == "escalation")
    assert (copy.unit.code, copy.subject, [person.name for person in copy.people]) == ("ubnd-87", item.code, ["Cán bộ nguoi.ubnd-87"])
    assert "đôn đốc UBND huyện Cao Lãnh" in copy.line.detail
    after = {row[:3] for row in rows(sending.look_ahead(on=date(2021, 4, 7)))}
    assert {("item_overdue", "buudien-87", post.code), ("item_overdue", "vpubnd-87", stage.item("3.b", "kstthc-87").code)} <= after
    assert {row[1] for row in after if row[0] == "escalation"} == {"ubnd-87"}  # of Bưu điện Tỉnh and Văn phòng nobody gets a copy
    assert post.code not in {row[2] for row in after if row[0] == "escalation"}


def test_the_superior_reads_one_line_for_each_unit_that_is_late(stage: Stage, people: dict[str, User]) -> None:
    submitted = [code for code in DISTRICTS if code not in ("870", "872", "874")]
    for code in submitted:
        submit(f"ubnd-{code}", date(2021, 3, 30))
    leader = people["ubnd-87"]
    for on in (date(2021, 4, 5), date(2021, 4, 7)):
        send(on)
        digest = OutboundMessage.objects.get(recipient=leader, day=on)
        named = {code: sum(unit(f"ubnd-{code}").name in line.title for line in digest.lines.all()) for code in DISTRICTS}
        assert named == {code: int(code not in submitted) for code in DISTRICTS}
        assert (digest.lines.count(), digest.title) == (3, "3 báo cáo quá hạn")


def test_no_two_reminders_share_a_key_whatever_they_are_about(stage: Stage, people: dict[str, User]) -> None:
    """Two dispatches ask the same units for the same quarter; every kind occurs, and each reminder of each person is stored as a line."""
    second = issue_dispatch(the_proposal(), on=date(2021, 2, 23))
    stage.set_due(stage.item("1.b", "ubnd-30115"), date(2021, 3, 31))
    Item.objects.filter(directive=second, point__key="2").update(responsible=unit("buudien-873"), accountable=unit("buudien-873"))
    kinds = set()
    for on in (MARCH_24, date(2021, 3, 31), date(2021, 4, 1), date(2021, 4, 5), date(2021, 4, 7)):
        sent = send(on)
        kinds |= {o.reminder.kind for o in sent.outcomes}
        keys = [o.reminder.key_for(person) for o in sent.outcomes for person in o.reminder.people]
        assert len(keys) == len(set(keys)) == MessageLine.objects.filter(message__day=on).count()
    assert kinds == set(Kind)


def test_a_post_office_s_superior_is_the_province_s(stage: Stage, people: dict[str, User]) -> None:
    item = stage.item("2", "buudien-87")
    Item.objects.filter(pk=item.pk).update(responsible=unit("buudien-873"), accountable=unit("buudien-873"))
    copies = [
        o.reminder
        for o in sending.look_ahead(on=date(2021, 4, 7)).outcomes
        if o.reminder.kind == "escalation" and o.reminder.subject == item.code
    ]
    assert [(one.unit.code, [person.name for person in one.people]) for one in copies] == [("buudien-87", ["Cán bộ nguoi.buudien-87"])]


def test_a_waiting_unit_and_units_that_owe_nothing_are_told_nothing(stage: Stage, people: dict[str, User]) -> None:
    Item.objects.filter(point__key="1.a", responsible__code="ubnd-868").update(
        accountable=unit("ubnd-869"), due_on=date(2021, 3, 31), due_source="centre"
    )
    for day in range(15, 32):
        send(date(2021, 3, day))
    for code in ("ubnd-869", "buudien-869", "buudien-873", "so-noi-vu-87", *(f"ubnd-{commune}" for commune in COMMUNES)):
        assert lines_of(people[code]) == [], code


def test_closed_and_moved_people_are_not_told(stage: Stage, people: dict[str, User]) -> None:
    admin = User.objects.get(username="quan.tri")
    services.close_user(user_id=people["ubnd-874"].pk, by=admin)
    services.move_user(user_id=people["ubnd-876"].pk, by=None, unit=unit("ubnd-30115"), role=Role.OFFICER)
    found = {o.reminder.unit.code: o for o in send(MARCH_24).outcomes}
    assert {code for code, o in found.items() if o.status == "no_recipient"} == {"ubnd-874", "ubnd-876"}
    assert found["ubnd-873"].reminder.people and len(found["ubnd-873"].reminder.people) == 2


def test_a_person_without_an_address_reads_it_on_the_portal(stage: Stage, people: dict[str, User]) -> None:
    User.objects.filter(pk=people["ubnd-874"].pk).update(email="")
    outcome = next(o for o in send(MARCH_24).outcomes if o.reminder.unit.code == "ubnd-874")
    assert outcome.status == "queued"
    assert OutboundMessage.objects.get(recipient=people["ubnd-874"]).status == "inbox"


def test_one_digest_a_person_most_urgent_first_each_line_with_its_link(stage: Stage, people: dict[str, User]) -> None:
    for point, due in (("1.a", date(2021, 3, 31)), ("1.b", date(2021, 3, 17))):
        stage.set_due(stage.item(point, "ubnd-873" if point == "1.a" else "ubnd-30115"), due)
    send(MARCH_24)
    digest = OutboundMessage.objects.get(recipient=people["ubnd-873"])
    lines = list(digest.lines.all())
    assert [line.headline for line in lines] == ["Quá hạn 7 ngày", "Còn 7 ngày", "Còn 7 ngày"]
    assert lines[0].path == f"/noi-dung/{stage.item('1.b', 'ubnd-30115').number}/"
    assert digest.title == "1 nội dung quá hạn, 1 nội dung còn trong hạn, 1 báo cáo còn trong hạn"


def test_the_phrase_follows_the_way_in_which_the_work_was_given(stage: Stage, people: dict[str, User]) -> None:
    said = {o.reminder.unit.code: o.reminder.line.detail for o in sending.look_ahead(on=MARCH_24).outcomes}
    assert said["buudien-87"].endswith("Đề nghị hoàn thành chậm nhất ngày 31/03/2021.")
    assert said["kstthc-87"].endswith("Yêu cầu hoàn thành chậm nhất ngày 31/03/2021.")
    assert said["ubnd-874"] == "Chưa soạn. Yêu cầu nộp báo cáo Quý I/2021 chậm nhất ngày 31/03/2021."


def test_the_cost_does_not_grow_with_items_and_people(stage: Stage, people: dict[str, User]) -> None:
    def queries(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as found:
            act()
        return sum("SAVEPOINT" not in query["sql"] for query in found)  # the test itself is a transaction

    few = queries(lambda: send(MARCH_24))
    Item.objects.filter(due_on=None, ongoing=False).update(due_on=date(2021, 4, 1), due_source="centre")
    for number in range(12):
        make_user(Role.OFFICER, "ubnd-873", f"them.{number}")
    plan_only = queries(lambda: sending.look_ahead(on=date(2021, 3, 25)))
    many = queries(lambda: send(date(2021, 3, 25)))
    assert plan_only <= 15 and many <= 25 and many <= few + 2
    assert OutboundMessage.objects.filter(day=date(2021, 3, 25)).count() > 20


def test_the_command_prints_the_promised_document(stage: Stage, people: dict[str, User], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_reminders", "--on", "2021-03-24", "--dry-run", "--json")
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["on", "reminders"] and document["on"] == "2021-03-24"
    row = next(row for row in document["reminders"] if row["unit"] == "ubnd-873")
    assert list(row.items()) == [
        ("kind", "report_due"), ("unit", "ubnd-873"), ("subject", "2021-Q1"), ("due_on", "2021-03-31"), ("offset", -7), ("days_left", 7),
        ("working_days_left", 5), ("recipients", ["nguoi.thu.hai@dongthap.example", "nguoi.ubnd-873@dongthap.example"]),
        ("status", "queued"),
    ]  # fmt: skip
    assert not OutboundMessage.objects.exists()
    call_command("send_reminders", "--on", "2021-03-24", "--json")
    call_command("send_reminders", "--on", "2021-03-24")
    assert "Đã gửi trước đó: 11" in capsys.readouterr().out
    assert clock.localize(OutboundMessage.objects.all()[0].made_at).strftime("%d/%m/%Y %H:%M") == "24/03/2021 07:30"


@pytest.mark.parametrize("arguments", [["--on", "24/03/2021"], ["--max", "x"], ["--max", "-1"]])
def test_wrong_arguments_are_refused(stage: Stage, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("send_reminders", *arguments, "--json")
