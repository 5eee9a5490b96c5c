"""What is looked at before is what is mailed, for every kind; and what a letter says is what is true when it leaves."""

from __future__ import annotations

import email
import email.policy
from datetime import date, datetime, time
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from common import clock
from directives.models import Item, Obligation
from directives.services import items
from notifications import delivery, registry
from notifications.models import MessageLine, OutboundMessage
from reports.notices import topic_of
from reports.presenters.reminder_letter import letter_page
from reports.reminders import schedule, sending
from reports.reminders.planning import Kind
from reports.reminders.schedule import Stages
from tests.factories.reports import put_report
from tests.factories.units import make_user, unit
from tests.reports.stage import DISTRICTS, Stage, issue_dispatch, the_proposal
from units import services
from units.models import User
from units.roles import Role

MARCH_24, APRIL_5, APRIL_7 = date(2021, 3, 24), date(2021, 4, 5), date(2021, 4, 7)


@pytest.fixture
def people(stage: Stage, settings: Settings, tmp_path: Path) -> dict[str, User]:
    """One with an address in each unit that answers, and the leaders; mails are kept in a folder of the test's own."""
    settings.EMAIL_BACKEND, settings.KEPT_MAIL_DIR = "notifications.keeping.KeepInFolder", tmp_path / "mails"
    posts = {f"ubnd-{code}": Role.OFFICER for code in (*DISTRICTS, "30115")}
    posts |= {"buudien-87": Role.OFFICER, "buudien-873": Role.OFFICER, "ubnd-87": Role.LEADER}
    return {code: make_user(role, code, f"nguoi.{code}") for code, role in posts.items()}


def kept(settings: Settings) -> dict[str, EmailMessage]:
    """The letters by their address."""
    files = sorted(Path(settings.KEPT_MAIL_DIR).glob("*.eml"))
    letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return {str(letter["To"]): letter for letter in letters}  # type: ignore[misc]


def parts(letter: EmailMessage) -> tuple[str, str]:
    text, html = (letter.get_body((kind,)).get_content().replace("\r\n", "\n").strip() for kind in ("plain", "html"))  # type: ignore[union-attr]
    return text, html


def send(on: date) -> None:
    with clock.at(datetime.combine(on, schedule.STAGES.starts_at)):
        sending.send(on=on, by=None)


def leave(on: date) -> None:
    with clock.at(datetime.combine(on, time(9))):
        delivery.deliver_waiting()


def text_to(user: User, settings: Settings) -> str:
    return " ".join(parts(kept(settings)[user.email])[0].split())


def test_the_preview_is_the_letter_for_every_kind(
    stage: Stage, people: dict[str, User], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every unit that is told something on a day: the letter that was looked at arrives, word by word, as text and as HTML."""
    stage.set_due(stage.item("1.b", "ubnd-30115"), date(2021, 3, 31))
    Item.objects.filter(point__key="2").update(responsible=unit("buudien-873"), accountable=unit("buudien-873"))
    kinds, compared = set(), 0
    for on in (MARCH_24, APRIL_5, APRIL_7):
        with clock.at(datetime.combine(on, time(7))):
            outcomes = sending.look_ahead(on=on).outcomes
            kinds |= {outcome.reminder.kind for outcome in outcomes}
            seen = {code: page.letter for code in people if (page := letter_page(on, on, code)) is not None}
            call_command("send_reminders", "--on", str(on), "--dry-run")
        told = capsys.readouterr().out
        assert all(outcome.reminder.line.title in told for outcome in outcomes)
        send(on)
        leave(on)
        letters = kept(settings)
        for code, letter in seen.items():
            arrived = letters[people[code].email]
            assert parts(arrived) == (letter.text.strip(), letter.html.strip()), (on, code)
            assert str(arrived["Subject"]).strip() == letter.subject
            compared += 1
    assert kinds == set(Kind) and compared > 20
    assert all(unit(f"ubnd-{code}").name in text_to(people["ubnd-87"], settings) for code in DISTRICTS)


def test_every_kind_that_is_mailed_has_one_who_renders_it() -> None:
    assert registry.kinds() >= {*(kind.value for kind in Kind), "item", "difficulty", "report"}


def test_work_that_is_done_or_passed_on_while_the_server_was_away_is_not_asked_for(
    stage: Stage, people: dict[str, User], settings: Settings
) -> None:
    done, moved, open_ = (stage.item("1.a", f"ubnd-{code}") for code in ("873", "874", "876"))
    for item in (done, moved, open_):
        stage.set_due(item, date(2021, 3, 31))
    Obligation.objects.all().delete()
    send(MARCH_24)
    stage.progress(done, "ubnd-873", MARCH_24, claim=True)
    stage.set_due(Item.objects.get(pk=moved.pk), date(2021, 4, 20))
    leave(date(2021, 4, 2))
    assert set(kept(settings)) & {people[f"ubnd-{code}"].email for code in ("873", "874", "876")} == {people["ubnd-876"].email}
    assert "QUÁ HẠN 2 NGÀY" in text_to(people["ubnd-876"], settings)  # the words of the day on which it left
    dropped = OutboundMessage.objects.filter(status="dropped")
    assert set(dropped.values_list("recipient__username", flat=True)) == {"nguoi.ubnd-873", "nguoi.ubnd-874"}
    assert {message.error for message in dropped} == {"Không còn việc nào đến hạn hoặc cần báo khi thư được gửi."}


def test_after_days_without_a_server_a_thing_is_named_once_with_what_holds_now(
    stage: Stage, people: dict[str, User], settings: Settings
) -> None:
    for on in (MARCH_24, date(2021, 3, 26), date(2021, 3, 30), date(2021, 3, 31), date(2021, 4, 1)):
        send(on)
    leave(date(2021, 4, 1))
    text = text_to(people["ubnd-874"], settings)
    assert text.count("Báo cáo Quý I/2021 về kết quả khắc phục") == 1 and "QUÁ HẠN 1 NGÀY" in text and "còn 1 việc dưới đây" in text
    mine = OutboundMessage.objects.filter(recipient=people["ubnd-874"]).order_by("id")
    assert [message.status for message in mine] == ["dropped"] * 4 + ["kept"]


def test_a_notice_says_what_stands_when_it_leaves(stage: Stage, people: dict[str, User], settings: Settings) -> None:
    """Returned and claimed again before the server was back: nobody is told to complete what he has completed."""
    stage._people["ubnd-30115.officer"] = people["ubnd-30115"]
    item = stage.item("1.b", "ubnd-30115")
    stage.progress(item, "ubnd-30115", MARCH_24, claim=True)
    stage.send_back(Item.objects.get(pk=item.pk), MARCH_24)
    stage.progress(Item.objects.get(pk=item.pk), "ubnd-30115", MARCH_24, claim=True)
    leave(MARCH_24)
    assert kept(settings) == {}
    item = Item.objects.get(pk=item.pk)
    with clock.at(MARCH_24):
        items.verify(item_id=item.pk, version=item.version, by=stage.centre)
    leave(MARCH_24)
    assert "Đã xác nhận hoàn thành" in text_to(people["ubnd-30115"], settings)


def test_a_copy_of_an_earlier_version_that_does_not_say_who_is_late_is_left_out(
    stage: Stage, people: dict[str, User], settings: Settings
) -> None:
    send(APRIL_5)
    leader = OutboundMessage.objects.get(recipient=people["ubnd-87"])
    leader.lines.all().delete()
    MessageLine.objects.create(
        message=leader, topic="escalation:ubnd-87:2021-Q1:1:2021-03-31:+3", dedupe_key="old", urgency=0, headline="x", title="x", path="/"
    )
    leave(APRIL_5)
    assert OutboundMessage.objects.get(pk=leader.pk).status == "dropped"


def test_the_days_of_reminding_have_one_home(
    stage: Stage, people: dict[str, User], settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Change them: the schedule, the page, the preview, the letter and the inbox follow."""
    usual = {schedule.habit(), schedule.inbox_habit()}
    monkeypatch.setattr(schedule, "STAGES", Stages(before=(21, 9), after=(2, 5), escalate_from=5, starts_at=time(6, 45)))
    on = date(2021, 3, 22)  # nine days before
    with clock.at(datetime.combine(on, time(6, 44))):
        assert sending.run_daily() is None
    with clock.at(datetime.combine(on, time(6, 45))):
        client.force_login(stage.centre)
        page = client.get(reverse("reminder_plan")).content.decode()
        assert (
            "<dd>21, 9 ngày</dd>" in page and "2, 5 ngày, rồi mỗi tuần; từ 5 ngày chép đơn vị cấp trên" in page and "<b>06:45</b>" in page
        )
        seen = client.get(reverse("reminder_letter", args=["ubnd-874"])).content.decode()
        assert sending.run_daily() is not None
    leave(on)
    client.force_login(people["ubnd-874"])
    inbox = client.get(reverse("inbox")).content.decode()
    letter = text_to(people["ubnd-874"], settings)
    assert "vào các mốc 21, 9 ngày trước hạn, đúng ngày hạn và 2, 5 ngày sau hạn" in letter and "Thư gửi lúc 06:45" in letter
    assert "06:45" in inbox and "06:45" in seen and "07:30" not in inbox + seen + letter + page
    assert not any(words in f"{letter} {inbox} {seen}" for words in usual)
    with clock.at(date(2021, 4, 5)):
        sent = sending.look_ahead(on=date(2021, 4, 5))
        assert {one.reminder.stage.offset for one in sent.outcomes} == {5}
        assert any("quá hạn từ 5 ngày" in draft.told.intro for draft in sent.digests)


def test_the_guides_and_the_page_say_the_days_of_the_schedule() -> None:
    guide = " ".join((Path(__file__).parents[2] / "docs/huong-dan/trung-tam.md").read_text("utf-8").split())
    stages = schedule.STAGES
    assert f"{stages.before_words} ngày trước hạn, đúng ngày hạn, {stages.after_words} ngày sau hạn rồi mỗi tuần" in guide
    assert f"từ {stages.escalate_from} ngày sau hạn chép cấp trên" in guide and f"Cổng tự gửi lúc {stages.hour}" in guide


def test_two_dispatches_of_one_quarter_are_two_lines(stage: Stage, people: dict[str, User], settings: Settings) -> None:
    issue_dispatch(the_proposal(), on=date(2021, 2, 23))
    send(MARCH_24)
    leave(MARCH_24)
    assert text_to(people["ubnd-874"], settings).count("Báo cáo Quý I/2021 về kết quả khắc phục") == 2


def test_a_return_that_was_answered_by_a_new_submission_is_not_mailed(stage: Stage, people: dict[str, User]) -> None:
    owed = Obligation.objects.get(unit__code="ubnd-874")
    report = put_report(
        directive=owed.directive, period=owed.period, unit=owed.unit, status="returned", first_submitted_on=date(2021, 3, 30)
    )
    reader = registry.Reader(people["ubnd-874"].pk, owed.unit_id)
    assert registry.told(reader, [topic_of(report, 1, "returned")], MARCH_24) is None  # no such review any more


def test_who_moved_reads_his_old_messages_as_the_old_unit_s(stage: Stage, people: dict[str, User], client: Client) -> None:
    send(MARCH_24)
    person = people["ubnd-874"]
    with clock.at(MARCH_24):
        services.move_user(user_id=person.pk, by=None, unit=unit("ubnd-873"), role=Role.OFFICER)
        client.force_login(User.objects.get(pk=person.pk))
        page = " ".join(client.get(reverse("inbox")).content.decode().split())
    main = page.split("<main")[1]
    path = MessageLine.objects.get(message__recipient=person).path
    assert "Gửi cho UBND huyện Thanh Bình, nơi anh/chị công tác trước đây" in main
    assert path not in main and "UBND huyện Cao Lãnh · 0 chưa đọc" in main and 'class="count"' not in page
    leave(MARCH_24)
    assert OutboundMessage.objects.get(recipient=person).error == "Người nhận đã chuyển sang UBND huyện Cao Lãnh."
