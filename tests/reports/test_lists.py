"""Lists by Excel on the pages: tải về, kiểm tra, ghi; and the slips of new accounts, once."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common import clock
from common.lists import ListRow
from reading.tables.lists import read_list
from reports.exporting.lists import write_list
from reports.forms.lists import sealed, unsealed
from tests.factories.units import ensure_units, make_user, unit
from units import account_list, unit_list
from units.models import Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db
WHY = "Nghị quyết số 12/NQ-HĐND"


@pytest.fixture(autouse=True)
def day() -> Any:
    ensure_units()
    with clock.at(date(2026, 12, 1)):
        yield


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_user(Role.ADMIN, "kstthc-87", "tt.quantri"))
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def sent(content: bytes, name: str = "danh-muc.xlsx", **fields: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), **fields}


def edited(content: bytes, change: Any) -> bytes:
    """The downloaded workbook as a person changed and saved it."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book.active)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def sealed_rows(response: Any) -> str:
    return re.search(r'name="rows" value="([^"]+)"', response.content.decode())[1]  # type: ignore[index]


def test_the_downloaded_list_comes_back_without_a_change(manager: Client) -> None:
    content = manager.get(reverse("unit_list_file")).content
    answer = manager.post(reverse("unit_list_import"), sent(content, reason=WHY))
    assert "Không có gì thay đổi." in words_of(answer)
    assert 'name="rows"' not in answer.content.decode()


def test_a_changed_list_is_checked_then_stored(manager: Client) -> None:
    content = manager.get(reverse("unit_list_file")).content

    def add(sheet: Any) -> None:
        sheet.append([None, "Sở", "Sở Tài chính", None, "ubnd-87", None, date(2025, 7, 1)])

    checked = manager.post(reverse("unit_list_import"), sent(edited(content, add), reason=WHY))
    assert "1 dòng sẽ thay đổi" in words_of(checked)
    assert not Unit.objects.filter(code="so-tai-chinh-87").exists()
    done = manager.post(reverse("unit_list_import"), {"rows": sealed_rows(checked)}, follow=True)
    assert "Đã ghi thay đổi của 1 đơn vị vào danh mục." in words_of(done)
    assert unit("so-tai-chinh-87").valid_from == date(2025, 7, 1), "a real date of Excel"
    again = manager.post(reverse("unit_list_import"), {"rows": sealed_rows(checked)}, follow=True)
    assert "có hai" not in words_of(again)
    assert Unit.objects.filter(name="Sở Tài chính").count() == 1


def test_what_was_checked_is_checked_again_when_it_is_stored(manager: Client) -> None:
    row = {"code": "", "kind": "Sở", "name": "Sở Tài chính", "parent": "ubnd-87"}
    content = write_list("Danh mục", [], unit_list.COLUMNS, [row])
    checked = manager.post(reverse("unit_list_import"), sent(content, reason=WHY))
    assert manager.post(reverse("unit_list_import"), {"rows": sealed_rows(checked)}).status_code == 302
    late = manager.post(reverse("unit_list_import"), {"rows": sealed_rows(checked)})
    assert "chưa ghi gì" in words_of(late)
    assert "đã có trong danh sách" in words_of(late)


def test_errors_are_a_table_with_row_column_and_what_to_do(manager: Client) -> None:
    row = {"code": "", "kind": "Sở", "name": "Sở Tài chính", "parent": "ubnd-00"}
    answer = manager.post(reverse("unit_list_import"), sent(write_list("Danh mục", [], unit_list.COLUMNS, [row]), reason=WHY))
    shown = re.sub(r"<[^>]+>", " ", words_of(answer))
    assert "Có 1 chỗ sai; chưa ghi gì." in shown
    assert re.search(r"5\s+Cấp trên\s+ubnd-00\s+Không có đơn vị “ubnd-00”", shown)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "rong.xlsx", "Tệp rỗng"),
        (b"%PDF-1.7", "danh-muc.xlsx", "danh-muc.xlsx"),
        ("Tên,Tuổi\nA,3\n".encode(), "khac.csv", "không có dòng tiêu đề với các cột “Mã đơn vị”"),
        ("Mã đơn vị,Loại,Tên đầy đủ,Cấp trên\n,,,\n".encode(), "trong.csv", "không có dòng nào dưới tiêu đề"),
    ],
)
def test_a_file_that_is_no_list_is_said_so(content: bytes, name: str, words: str, manager: Client) -> None:
    answer = manager.post(reverse("unit_list_import"), sent(content, name, reason=WHY))
    assert answer.status_code == 200
    assert words in words_of(answer)


@pytest.mark.parametrize("rows", ["", "x", sealed([ListRow(5, {})], 10**9, WHY)])
def test_rows_that_the_check_did_not_hand_out_are_not_taken(rows: str, manager: Client) -> None:
    for name in ("unit_list_import", "account_list_import"):
        answer = manager.post(reverse(name), {"rows": rows}, follow=True)
        assert "Tải tệp lên lại để kiểm tra" in words_of(answer)


def test_rows_keep_what_they_said_while_they_are_sealed() -> None:
    rows = [ListRow(5, {"name": "Sở Tài chính"}), ListRow(9, {})]
    assert unsealed(sealed(rows, 3, WHY), 3) == (WHY, rows)
    assert unsealed(sealed(rows, 3, WHY), 4) is None


def test_headings_are_found_wherever_they_stand_and_other_columns_are_left_alone() -> None:
    text = "Danh sách của huyện\n\nSTT,VAI TRÒ,Đơn vị:,Tên đăng nhập,Họ tên hoặc chức danh,Ghi chú\n1,Quản trị,UBND Tỉnh,an,An,x\n"
    rows = read_list(text.encode(), "tai-khoan.csv", columns=account_list.COLUMNS, needed=account_list.NEEDED)
    assert rows == [ListRow(4, {"role": "Quản trị", "unit": "UBND Tỉnh", "username": "an", "full_name": "An"})]


def test_what_somebody_wrote_is_no_formula_and_codes_keep_their_zeros() -> None:
    content = write_list("Thử", ["ghi chú"], {"a": "Mã", "b": "Tên"}, [{"a": "00123", "b": "=1+1"}])
    rows = read_list(content, "thu.xlsx", columns={"a": "Mã", "b": "Tên"}, needed=("a",))
    assert rows == [ListRow(5, {"a": "00123", "b": "=1+1"})]


def test_accounts_in_bulk_give_slips_once(manager: Client) -> None:
    content = manager.get(reverse("account_list_file")).content
    checked = manager.post(reverse("account_list_import"), sent(edited(content, lambda sheet: sheet.delete_rows(8, 400))))
    assert "3 dòng sẽ thay đổi" in words_of(checked)
    slips = manager.post(reverse("account_list_import"), {"rows": sealed_rows(checked)})
    shown = words_of(slips)
    passwords = re.findall(r"<b>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</b>", shown)
    assert len(passwords) == len(set(passwords)) == 3
    assert "no-store" in slips.headers["Cache-Control"]
    names = re.findall(r"<dt>Tên đăng nhập</dt>\s*<dd>\s*<b>([^<]+)</b>", shown)
    assert User.objects.get(username=names[0]).check_password(passwords[0])
    again = manager.post(reverse("account_list_import"), {"rows": sealed_rows(checked)})
    assert "Không có gì thay đổi" in words_of(again)
    assert not re.search(passwords[0], words_of(again))
