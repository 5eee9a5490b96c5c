"""The main job on the real dispatch, in a browser, from an empty portal on 22/02/2021 to work that is verified (issue's "done when")."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from directives.models import Directive, Evidence, Item
from tests.e2e import acts
from tests.e2e.figures import figures_are_lists, statistics
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from units.roles import Role

pytestmark = pytest.mark.e2e

DAY = date(2021, 2, 22)
PEOPLE = {
    "tt.theodoi": ("kstthc-87", Role.CENTRE),
    "ubnd.huyencaolanh": ("ubnd-873", Role.OFFICER),
    "xa.mylong": ("ubnd-30115", Role.OFFICER),
    "ubnd.thapmuoi": ("ubnd-872", Role.OFFICER),
    "bd.thapmuoi": ("buudien-872", Role.OFFICER),
}


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(DAY, django_db_blocker) as opened:
        for username, (unit, role) in PEOPLE.items():
            opened.make_user(username, unit, role)
        yield opened


def test_the_real_dispatch_is_read_issued_worked_on_verified_and_seen_by_those_concerned_alone(portal: Portal, browser: Browser) -> None:
    people = {username: Person(browser, portal).log_in(username) for username in PEOPLE}
    centre, district, commune = people["tt.theodoi"], people["ubnd.huyencaolanh"], people["xa.mylong"]

    the_empty_portal_says_that_nothing_was_issued(centre)
    the_centre_reads_and_issues_the_dispatch(centre)
    the_centre_takes_tan_hong_in(centre)
    of_district = the_district_starts_proves_and_claims_its_item(district)
    of_commune = the_commune_updates_and_claims_its_own(commune)
    the_centre_returns_one_and_verifies_the_other(centre, returned=of_district, verified=of_commune)
    the_district_reads_why(district, of_district)
    the_figures_of_the_overview_are_those_of_the_lists_and_of_the_command(centre)
    for neighbour in (people["ubnd.thapmuoi"], people["bd.thapmuoi"]):
        nothing_of_the_other_district_is_found_by(neighbour)

    assert {username: person.errors for username, person in people.items() if person.errors} == {}


def the_empty_portal_says_that_nothing_was_issued(centre: Person) -> None:
    centre.open("/tong-quan/")
    assert "0/" not in centre.text()
    assert not centre.page.locator("main .stats").count()


def the_centre_reads_and_issues_the_dispatch(centre: Person) -> None:
    acts.upload(centre)
    for heading, said in (
        ("3 chỗ phải chọn", ("UBND huyện Tân Hồng có ở Kính gửi", "“trong quý I/2021”", "Bưu điện cấp huyện")),
        ("1 chỗ nên xem", ("Tân Hộ Cơ, Tân Phước",)),
    ):
        part = centre.page.locator("section", has=centre.page.get_by_role("heading", name=heading, exact=True))
        for words in said:
            expect(part.get_by_text(words).first).to_be_visible()
    expect(centre.page.locator("details", has_text="2 điều để biết")).to_contain_text("Số văn bản còn để trống")
    assert not Item.objects.exists(), "nothing is given out before it is confirmed"
    acts.answer_all(centre)
    centre.arrives("Sẽ giao 26 nội dung và 8 báo cáo")
    centre.sees("UBND huyện Tân Hồng")
    acts.issue(centre)
    centre.sees("Đã giao 26 nội dung và 8 báo cáo")
    assert counted() == (26, 8)


def the_centre_takes_tan_hong_in(centre: Person) -> None:
    reason = "Ý kiến của Lãnh đạo Văn phòng UBND Tỉnh ngày 22/02/2021"
    acts.decide_on_tan_hong(centre, reason)
    centre.sees(re.compile(re.escape(reason)))
    assert counted() == (29, 9)
    centre.open("/noi-dung/")
    centre.sees(re.compile("29 nội dung"))


def the_district_starts_proves_and_claims_its_item(district: Person) -> int:
    """Its own item of point 1.a; the number of it."""
    own = Item.objects.get(responsible__code="ubnd-873")
    district.open("/viec-cua-toi/")
    district.arrives("Việc của UBND huyện Cao Lãnh")
    acts.start(district, 30, "Đã khảo sát 3 điểm, lập dự toán sửa mái che")
    expect(district.page.locator("main .head")).to_contain_text("Đang thực hiện")
    assert str(own.number) in district.page.url, "the first task is the unit's own"
    acts.claim(district, own.number, "Đã sửa mái che, thay quầy, nối mạng", [acts.BEFORE, acts.AFTER])
    expect(district.page.locator(".shots img")).to_have_count(2)
    return own.number


def the_commune_updates_and_claims_its_own(commune: Person) -> int:
    commune.open("/viec-cua-toi/")
    commune.arrives(re.compile("xã Mỹ Long"))
    acts.start(commune, 60, "Đã chuẩn bị 12/20 hồ sơ ghi mẫu")
    own = Item.objects.get(responsible__code="ubnd-30115")
    acts.claim(commune, own.number, "Đã niêm yết đủ 21/21 TTHC, có hồ sơ ghi mẫu")
    return own.number


def the_centre_returns_one_and_verifies_the_other(centre: Person, *, returned: int, verified: int) -> None:
    centre.open("/viec-cua-toi/")
    assert {returned, verified} <= set(centre.item_numbers())
    acts.send_back(centre, returned, "Chưa có biên bản bàn giao phòng")
    acts.verify(centre, verified)


def the_district_reads_why(district: Person, number: int) -> None:
    district.open("/viec-cua-toi/")
    district.sees(re.compile("Chưa có biên bản bàn giao phòng"))
    district.open(f"/noi-dung/{number}/")
    history = district.page.locator("#dien-bien").inner_text()
    for words in ("bắt đầu thực hiện", "báo đã xong", "trả lại để bổ sung"):
        assert words in history


def the_figures_of_the_overview_are_those_of_the_lists_and_of_the_command(centre: Person) -> None:
    told = statistics()["items"]
    assert {name: told[name] for name in ("total", "todo", "doing", "claimed", "verified", "no_due_date")} == {
        "total": 29,
        "todo": 27,
        "doing": 1,
        "claimed": 0,
        "verified": 1,
        "no_due_date": 27,
    }
    centre.open("/tong-quan/")
    tiles = {link.locator("span").first.inner_text(): int(link.locator("b").inner_text()) for link in centre.page.locator(".stats a").all()}
    words = {
        "verified": "Hoàn thành",
        "claimed": "Chờ xác nhận",
        "doing": "Đang thực hiện",
        "todo": "Chưa bắt đầu",
        "overdue": "Trong đó quá hạn",
    }
    assert tiles == {label: told[name] for name, label in words.items()}
    assert figures_are_lists(centre) > 30, "tiles, cells of the table, districts"


def nothing_of_the_other_district_is_found_by(neighbour: Person) -> None:
    """Tháp Mười and its post office work on the same dispatch; of huyện Cao Lãnh and Mỹ Long they find nothing."""
    foreign = Item.objects.filter(accountable__code="ubnd-873")
    numbers = set(foreign.values_list("number", flat=True))
    files = list(Evidence.objects.filter(item__in=foreign).values_list("pk", flat=True))
    assert len(numbers) == 4
    assert len(files) == 2
    acts_of_item = ("", "cap-nhat/", "xac-nhan/", "tra-lai/", "mo-lai/", "han/", "trao-doi/", "minh-chung/")
    addresses = [f"/noi-dung/{number}/{act}" for number in numbers for act in acts_of_item] + [f"/minh-chung/{pk}/" for pk in files]
    found = {address: neighbour.get(address).status for address in addresses}
    assert {address for address, status in found.items() if status not in {404, 405}} == set()
    assert all(found[address] == 404 for address in addresses if address.count("/") == 3), "pages and files do not exist for him"

    pages = [
        "/noi-dung/",
        "/viec-cua-toi/",
        f"/van-ban/{Directive.objects.get().pk}/",
        "/noi-dung/?don_vi=ubnd-873",
        "/noi-dung/?thuc_hien=ubnd-30115",
    ]
    for page in [*pages, *(f"/noi-dung/?q=ND-{number:03d}" for number in numbers), "/noi-dung/?q=bien+ban"]:
        neighbour.open(page)
        assert numbers.isdisjoint(neighbour.item_numbers()), page
    neighbour.open("/noi-dung/")
    assert neighbour.item_numbers(), "he has work of his own: there was something to leak beside it"
    assert numbers.isdisjoint(codes_in(neighbour.download("Tải bảng Excel")))
    for url in ("/noi-dung/xuat/", "/noi-dung/xuat/?don_vi=ubnd-873", "/noi-dung/xuat/?chu_tri=ubnd-873"):
        assert numbers.isdisjoint(codes_in(neighbour.get(url).body())), url


def counted() -> tuple[int, int]:
    return Item.objects.count(), Directive.objects.get().obligations.count()


def codes_in(workbook: bytes) -> set[int]:
    """Numbers of the items whose codes a workbook holds."""
    rows = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True).worksheets[0].iter_rows(values_only=True)
    return {int(found[1]) for row in rows for cell in row if (found := re.search(r"ND-(\d+)", str(cell)))}
