"""The story goes on: findings become work, a difficulty is answered, the report of Quý I/2021 is written, returned, accepted; reminders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from common import clock
from directives.models import Difficulty, Finding, Item
from notifications import delivery
from notifications.models import OutboundMessage
from reports.models import Report, Submission
from reports.reminders import sending
from tests.e2e import acts
from tests.e2e.figures import figures_are_lists, statistics
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.factories.annexes import annex, row
from tests.notifications.sink import Sink
from units.models import UnitAlias, User
from units.roles import Role

pytestmark = pytest.mark.e2e

ISSUED, IMPORTED, STUCK, REPORTED = date(2021, 2, 22), date(2021, 2, 26), date(2021, 3, 12), date(2021, 3, 19)
AGAIN, REMINDED = date(2021, 3, 23), date(2021, 3, 24)
PEOPLE = {
    "tt.theodoi": ("kstthc-87", Role.CENTRE),
    "ubnd.huyencaolanh": ("ubnd-873", Role.OFFICER),
    "ubnd.thapmuoi": ("ubnd-872", Role.OFFICER),
    "bd.tinh": ("buudien-87", Role.OFFICER),
    "xa.mylong": ("ubnd-30115", Role.OFFICER),
}
FINDINGS = (
    row(1, "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết đủ TTHC", due="15/03/2021"),
    row(2, "Xã Mỹ Lonh, huyện Cao Lãnh", "Thiếu hồ sơ ghi mẫu", due="31/03/2021"),
    row(3, "Xã Mỹ Lonh, huyện Cao Lãnh", "Máy in hỏng"),
)


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(ISSUED, django_db_blocker) as opened:
        for username, (unit, role) in PEOPLE.items():
            opened.make_user(username, unit, role)
        for person in User.objects.all():
            User.objects.filter(pk=person.pk).update(email=f"{person.username}@dongthap.example")
        yield opened


def test_the_chain_closes(portal: Portal, browser: Browser, tmp_path: Path) -> None:
    people = {username: Person(browser, portal).enter(username) for username in PEOPLE}
    centre, district, neighbour = people["tt.theodoi"], people["ubnd.huyencaolanh"], people["ubnd.thapmuoi"]
    acts.upload(centre)
    acts.answer_all(centre)
    acts.issue(centre)

    with portal.on(IMPORTED):
        the_centre_imports_an_annex_and_mends_an_unknown_commune(centre, tmp_path)
    with portal.on(STUCK):
        number = the_district_raises_a_difficulty_and_the_centre_answers(district, centre)
        the_neighbour_finds_nothing_of(neighbour, number)
    with portal.on(REPORTED):
        the_district_fills_in_and_submits_its_report(district)
        the_centre_returns_two_entries(centre)
        the_neighbour_finds_no_report(neighbour)
    with portal.on(AGAIN):
        the_district_completes_them_and_submits_again(district)
        the_centre_sees_what_changed_and_accepts(centre)
        the_figures_are_those_of_the_lists(centre)
    with portal.on(REMINDED):
        those_who_still_owe_are_reminded_and_nobody_else(people)

    assert {username: person.errors for username, person in people.items() if person.errors} == {}


def the_centre_imports_an_annex_and_mends_an_unknown_commune(centre: Person, folder: Path) -> None:
    before = Item.objects.count()
    file = folder / "phu-luc-2.xlsx"
    file.write_bytes(annex(*FINDINGS))
    acts.upload_annex(centre, file, "Kiểm tra việc thực hiện Đề án năm 2020")
    centre.arrives("Ghép cột và kiểm tra")
    centre.sees(re.compile(r"Tên đơn vị cần chọn \(1\)"))
    assert not Finding.objects.exists(), "nothing is written before it is confirmed"
    question = centre.page.get_by_label(re.compile("Trong tệp: “.*Mỹ Lonh"))
    assert "Mỹ Long" in question.locator("option").nth(1).inner_text(), "the best candidate stands first"
    question.select_option(index=1)
    centre.press("Kiểm tra lại")
    centre.press("Nhập 3 hạn chế")
    centre.arrives("Đã nhập 3 hạn chế")
    assert Item.objects.count() == before + 3
    assert {finding.unit.code for finding in Finding.objects.select_related("unit")} == {"ubnd-30115"}
    assert UnitAlias.objects.filter(unit__code="ubnd-30115").count() == 1, "the choice is remembered, once for both rows"


def the_district_raises_a_difficulty_and_the_centre_answers(district: Person, centre: Person) -> int:
    item = Item.objects.get(finding__text="Máy in hỏng")
    district.open(f"/noi-dung/{item.number}/")
    district.follow("Nêu vướng mắc")
    district.fill("Vướng mắc", "Chưa có kinh phí mua máy in")
    district.press("Gửi Trung tâm")
    expect(district.page.locator("main .head")).to_contain_text("Đang vướng mắc")
    centre.open("/vuong-mac/")
    centre.follow("Chưa có kinh phí mua máy in")
    centre.choose(re.compile("^Đã hướng dẫn|Hướng dẫn"))
    centre.fill("Nội dung trả lời đơn vị", "Bưu điện huyện cho mượn máy in đến khi mua được")
    centre.press("Gửi trả lời")
    district.open(f"/noi-dung/{item.number}/")
    district.sees(re.compile("Bưu điện huyện cho mượn máy in"))
    assert Difficulty.objects.get().status == "guided"
    return item.number


def the_neighbour_finds_nothing_of(neighbour: Person, number: int) -> None:
    for address in (f"/noi-dung/{number}/", f"/vuong-mac/{Difficulty.objects.get().pk}/"):
        assert neighbour.get(address).status == 404, address
    neighbour.open("/noi-dung/?q=may+in")
    assert number not in neighbour.item_numbers()


def entries(centre_or_district: Person) -> list[int]:
    """The numbers of the items of the report, as the form shows them."""
    ids = centre_or_district.page.locator("details.sect[id^=n]").evaluate_all("all => all.map(one => one.id)")
    return [int(one[1:]) for one in ids if one[1:].isdecimal()]


def say_done(district: Person, number: int, result: str) -> None:
    """One section of the form: finished, with these words; the portal saves by itself."""
    section = district.page.locator(f"#n{number}")
    if section.get_attribute("open") is None:
        section.locator("summary").click()
    section.get_by_role("radio", name="Đã hoàn thành").check()
    section.locator(f"[name='{number}-result']").fill(result)
    section.locator(f"[name='{number}-result']").blur()
    late = section.locator(f"textarea[name='{number}-late_reason']")
    if late.count():  # past its day: what is done says why it comes late, too
        late.fill("Chờ mua máy in")
        late.blur()
    expect(district.page.locator(f"#tt{number}")).to_contain_text("Đã đủ")


def the_district_fills_in_and_submits_its_report(district: Person) -> None:
    district.open("/bao-cao/")
    district.arrives(re.compile("^Báo cáo Quý I/2021"))
    own = set(Item.objects.filter(accountable__code="ubnd-873").values_list("number", flat=True))
    assert set(entries(district)) == own, "its own work and that of its communes, no more"
    assert not Report.objects.exists(), "looking writes nothing"
    district.press("Kiểm tra để nộp")
    district.sees(re.compile("chỗ cần sửa trước khi nộp"))
    for number in reversed(entries(district)):  # the general item of the commune waits for those of its findings
        say_done(district, number, f"Đã làm xong phần việc số {number}")
    expect(district.page.locator("#luu")).to_contain_text("Đã tự lưu lúc")
    district.open("/bao-cao/")
    district.press("Kiểm tra để nộp")
    district.arrives("Kiểm tra trước khi nộp")
    doubt = "còn vướng mắc “Chưa có kinh phí mua máy in”. Đúng là đã xong"  # what is said to be done although it is said to be stuck
    district.page.get_by_role("checkbox", name=re.compile(doubt)).check()
    district.page.get_by_role("checkbox", name=re.compile("đồng ý")).check()
    district.press("Nộp báo cáo")
    district.arrives(re.compile("Đã nộp báo cáo Quý I/2021"))
    assert set(Item.objects.filter(accountable__code="ubnd-873").values_list("status", flat=True)) == {"claimed"}


def two_of_them() -> list[int]:
    return sorted(Item.objects.filter(accountable__code="ubnd-873").values_list("number", flat=True))[:2]


def the_centre_opens_the_report(centre: Person) -> None:
    centre.open("/duyet-bao-cao/")
    centre.page.locator("main").get_by_role("link", name=re.compile("Duyệt.*Cao Lãnh")).first.click()
    centre.press("Bắt đầu duyệt")
    expect(centre.page.get_by_role("heading", name="Kết luận")).to_be_visible()


def the_centre_returns_two_entries(centre: Person) -> None:
    the_centre_opens_the_report(centre)
    for number in two_of_them():
        entry = centre.page.locator(f"#nd{number}")
        entry.get_by_role("radio", name="Cần bổ sung").check()
        entry.locator("textarea").fill(f"Gửi ảnh của phần việc số {number}")
    centre.fill("Ý kiến chung gửi đơn vị", "Hai nội dung còn thiếu ảnh")
    centre.fill("Hẹn nộp lại", "24/03/2021")
    centre.press("Trả lại để bổ sung")
    expect(centre.page.locator("main .head")).to_contain_text("Cần bổ sung")
    assert set(Item.objects.filter(number__in=two_of_them()).values_list("status", flat=True)) == {"doing"}
    others = Item.objects.filter(accountable__code="ubnd-873").exclude(number__in=two_of_them())
    assert set(others.values_list("status", flat=True)) == {"claimed"}


def the_neighbour_finds_no_report(neighbour: Person) -> None:
    report = Report.objects.get()
    form = f"/bao-cao/{report.directive_id}/2021-Q1/ubnd-873/"
    for address in (f"/bao-cao/{report.pk}/", f"/bao-cao/{report.pk}/in/", form, f"{form}kiem-tra/"):
        assert neighbour.get(address).status == 404, address
    for address in ("/duyet-bao-cao/", f"/duyet-bao-cao/{report.pk}/"):
        assert neighbour.get(address).status in {403, 404}, address


def the_district_completes_them_and_submits_again(district: Person) -> None:
    district.open("/viec-cua-toi/")
    district.sees(re.compile("Hai nội dung còn thiếu ảnh|Gửi ảnh của phần việc"))
    report = Report.objects.get()
    district.open(f"/bao-cao/{report.directive_id}/2021-Q1/ubnd-873/")
    for number in two_of_them():
        district.sees(re.compile(f"Gửi ảnh của phần việc số {number}"))
        say_done(district, number, f"Đã làm xong phần việc số {number}, có ảnh ngày 22/03/2021")
    expect(district.page.locator("#luu")).to_contain_text("Đã tự lưu lúc")
    district.press("Kiểm tra để nộp")
    district.arrives("Kiểm tra trước khi nộp")
    district.page.get_by_role("checkbox", name=re.compile("đồng ý")).check()
    district.press("Nộp báo cáo")
    district.arrives(re.compile("Đã nộp báo cáo Quý I/2021"))
    assert Submission.objects.count() == 2


def the_centre_sees_what_changed_and_accepts(centre: Person) -> None:
    the_centre_opens_the_report(centre)
    centre.sees(re.compile(r"Thay đổi so với lần 1 \(2 nội dung\)"))
    assert centre.page.locator("ins", has_text="có ảnh ngày 22/03/2021").count() == 2
    expect(centre.page.get_by_role("radio", checked=True)).to_have_count(0)  # nothing is chosen for the reviewer
    for number in Item.objects.filter(accountable__code="ubnd-873").values_list("number", flat=True):
        centre.page.locator(f"#nd{number}").get_by_role("radio", name="Đạt").check()
    centre.press("Chấp nhận báo cáo")
    expect(centre.page.locator("main .head")).to_contain_text("Đã chấp nhận")
    assert set(Item.objects.filter(accountable__code="ubnd-873").values_list("status", flat=True)) == {"verified"}


def the_figures_are_those_of_the_lists(centre: Person) -> None:
    told = statistics()
    assert {name: told["reports"][name] for name in ("expected", "not_started", "accepted", "in_time", "late")} == {
        "expected": 8,
        "not_started": 7,
        "accepted": 1,
        "in_time": 1,
        "late": 0,
    }
    figures_are_lists(centre)


def those_who_still_owe_are_reminded_and_nobody_else(people: dict[str, Person]) -> None:
    """Seven districts owe the report; Tháp Mười has a person. Bưu điện Tỉnh and the Centre have work that is due; Cao Lãnh has none."""
    told_before = set(OutboundMessage.objects.values_list("pk", flat=True))
    sink = Sink()
    try:
        where = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": sink.server_address[1], "EMAIL_TIMEOUT": 2}
        with (
            override_settings(EMAIL_BACKEND="notifications.smtp.CarefulBackend", **where),
            clock.at(datetime.combine(REMINDED, time(7, 31))),
        ):
            sending.run_daily()
            sending.run_daily()
            delivery.deliver_waiting()
        digests = OutboundMessage.objects.exclude(pk__in=told_before)
        assert {message.recipient.username for message in digests.select_related("recipient")} == {"ubnd.thapmuoi", "bd.tinh", "tt.theodoi"}
        subjects = {letter["To"]: str(letter["Subject"]) for letter in sink.letters if "[Nhắc việc]" in str(letter["Subject"])}
        assert set(subjects) == {f"{name}@dongthap.example" for name in ("ubnd.thapmuoi", "bd.tinh", "tt.theodoi")}
        [mail] = [letter for letter in sink.letters if letter["To"] == "ubnd.thapmuoi@dongthap.example"]
        assert "Báo cáo Quý I/2021" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    finally:
        sink.shutdown()
        sink.server_close()
    people["ubnd.thapmuoi"].open("/thong-bao/")
    people["ubnd.thapmuoi"].sees(re.compile("Nhắc việc: .*báo cáo"))
    people["ubnd.huyencaolanh"].open("/thong-bao/")
    titles = people["ubnd.huyencaolanh"].page.locator("main .inbox h2").all_inner_texts()
    assert titles and not [title for title in titles if title.startswith("Nhắc việc")]
    people["ubnd.huyencaolanh"].sees(re.compile("Trung tâm chấp nhận báo cáo Quý I/2021"))
