"""The list of units and lists of accounts as rows: out is in, errors with row and column, all or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from common import clock
from common.errors import Forbidden, Invalid
from common.lists import ListOutcome, ListRow
from common.models import AuditEvent
from tests.factories.units import make_user, unit
from units import account_list, unit_list
from units.models import Area, Membership, Unit, UnitAlias, User
from units.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
WHY = "Nghị quyết số 12/NQ-HĐND"
NEW = {"code": "", "kind": "UBND", "name": "UBND xã Đất Mới", "parent": "ubnd-87", "area_code": "39999", "valid_from": "01/01/2026"}


@pytest.fixture(autouse=True)
def day(units_loaded: None) -> Any:
    with clock.at(TODAY):
        yield


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


def rows_of(cells: Iterable[dict[str, str]]) -> list[ListRow]:
    return [ListRow(number, one) for number, one in enumerate(cells, start=5)]


def take(admin: User, *cells: dict[str, str], store: bool = True) -> ListOutcome:
    return unit_list.import_units(by=admin, rows=rows_of(cells), reason=WHY, store=store)


def printed(code: str) -> dict[str, str]:
    return next(row for row in unit_list.list_rows() if row["code"] == code)


def told(outcome: ListOutcome) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.message) for error in outcome.errors]


def test_what_goes_out_comes_in_and_changes_nothing(admin: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    rows = rows_of(unit_list.list_rows())
    assert len(rows) == Unit.objects.count()
    before = AuditEvent.objects.count()
    with django_assert_max_num_queries(8):
        outcome = unit_list.import_units(by=admin, rows=rows, reason=WHY, store=True)
    assert (outcome.changes, outcome.errors, outcome.unchanged) == ([], [], len(rows))
    assert AuditEvent.objects.count() == before


def test_superiors_stand_before_those_below_them() -> None:
    codes = [row["code"] for row in unit_list.list_rows()]
    assert codes.index("ubnd-87") < codes.index("ubnd-873") < codes.index("ubnd-30115")
    assert codes.index("ubnd-87") < codes.index("ubnd-30001-2025")


def test_a_check_says_what_would_be_and_stores_nothing(admin: User) -> None:
    changed = {**printed("so-noi-vu-87"), "phone": "0277 3851 101", "text": "SNV"}
    outcome = take(admin, NEW, changed, store=False)
    assert [(change.row, change.name, change.words) for change in outcome.changes] == [
        (5, "UBND xã Đất Mới", "thêm, cấp trên là UBND tỉnh Đồng Tháp"),
        (6, "Sở Nội vụ", "sửa liên hệ; ghi nhớ cách viết “SNV”"),
    ]
    assert not Unit.objects.filter(name="UBND xã Đất Mới").exists()
    assert not Area.objects.filter(code="39999").exists()
    assert not AuditEvent.objects.filter(verb__startswith="unit.").exists()
    assert take(admin, NEW, changed).changes == outcome.changes
    assert unit("ubnd-39999").area.name == "Đất Mới"
    assert UnitAlias.objects.filter(unit__code="so-noi-vu-87", text="SNV").exists()


def test_a_merger_is_one_file_and_a_code_may_go_on_the_day_after(admin: User) -> None:
    """Two communes end, a new one takes over the code of one of them and follows both."""
    take(admin, NEW, {**NEW, "name": "UBND xã Đất Cũ", "area_code": "39998"})
    first, second = printed("ubnd-39999"), printed("ubnd-39998")
    heir = {**NEW, "code": "ubnd-39999-2026", "name": "UBND phường Đất Chung", "valid_from": "01/07/2026"}
    ends = {"last_day": "30/06/2026", "successor": "ubnd-39999-2026"}
    outcome = take(admin, {**first, **ends}, {**second, **ends}, heir)
    assert told(outcome) == []
    assert unit("ubnd-39999").successor == unit("ubnd-39998").successor == unit("ubnd-39999-2026")
    assert unit("ubnd-39999").area.valid_to == date(2026, 6, 30)
    assert AuditEvent.objects.filter(verb="unit.closed").count() == 2


def test_superiors_may_stand_below_those_who_name_them(admin: User) -> None:
    head = {"code": "cuc-moi-87", "kind": "Cơ quan khác", "name": "Cục Mới", "parent": "ubnd-87"}
    below = {"code": "", "kind": "khac", "name": "Chi cục Mới", "parent": "cuc-moi-87"}
    assert told(take(admin, below, head)) == []
    assert unit("chi-cuc-moi-87").parent == unit("cuc-moi-87")


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"kind": "xã"}, "Loại", "Ghi loại là một trong"),
        ({"parent": ""}, "Cấp trên", "Ghi mã đơn vị"),
        ({"parent": "ubnd-00"}, "Cấp trên", "Không có đơn vị “ubnd-00”"),
        ({"name": "Đất Mới"}, "Tên đầy đủ", "kèm loại"),
        ({"area_code": "30001"}, "Mã địa bàn", "đang là của xã Tràm Chim"),
        ({"valid_from": "31/02/2026"}, "Có hiệu lực từ", "Không có ngày 31/02/2026"),
        ({"last_day": "31/12/2025"}, "Đến hết ngày", "từ ngày bắt đầu 01/01/2026"),
        ({"email": "khong"}, "Địa chỉ thư", "chưa đúng"),
        ({"code": "ubnd"}, "Mã đơn vị", "không đúng dạng"),
        ({"last_day": "30/06/2026", "successor": "ubnd-30115"}, "Đơn vị kế tiếp", "không hoạt động vào ngày 01/07/2026"),
        ({"successor": "ubnd-30001-2025"}, "Đơn vị kế tiếp", ""),
    ],
)
def test_every_error_has_its_row_and_column_and_nothing_is_stored(changes: dict[str, str], column: str, words: str, admin: User) -> None:
    before = Unit.objects.count()
    good = {**NEW, "name": "UBND xã Khác", "area_code": "39998"}
    outcome = take(admin, good, {**NEW, **changes})
    assert Unit.objects.count() == before
    assert [error.row for error in outcome.errors] == [6]
    if words:
        assert outcome.errors[0].column == column
        assert words in outcome.errors[0].message
        assert outcome.errors[0].value == {**NEW, **changes}.get(next(f for f, h in unit_list.COLUMNS.items() if h == column), "")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"kind": "Sở"}, "Loại"),
        ({"parent": "ubnd-873"}, "Cấp trên"),
        ({"area_code": "30002"}, "Mã địa bàn"),
        ({"name": ""}, "Tên đầy đủ"),
    ],
)
def test_what_a_unit_is_does_not_change(changes: dict[str, str], column: str, admin: User) -> None:
    outcome = take(admin, {**printed("ubnd-30001-2025"), **changes})
    assert [(error.row, error.column) for error in outcome.errors] == [(5, column)]


def test_an_end_that_is_wiped_out_is_no_new_beginning(admin: User) -> None:
    outcome = take(admin, {**printed("ubnd-30115"), "last_day": ""})
    assert [(error.row, error.column) for error in outcome.errors] == [(5, "Đến hết ngày")]
    assert unit("ubnd-30115").valid_to == date(2025, 6, 30)


def test_rows_that_command_each_other_are_refused(admin: User) -> None:
    """A list of units with a loop."""
    one = {"code": "cuc-a-87", "kind": "khac", "name": "Cục A", "parent": "cuc-b-87"}
    other = {"code": "cuc-b-87", "kind": "khac", "name": "Cục B", "parent": "cuc-a-87"}
    outcome = take(admin, one, other)
    assert [(error.row, error.column) for error in outcome.errors] == [(5, "Cấp trên"), (6, "Cấp trên")]
    assert "cấp trên của nhau" in outcome.errors[0].message
    assert not Unit.objects.filter(name__in=["Cục A", "Cục B"]).exists()


def test_successors_in_a_ring_are_refused(admin: User) -> None:
    take(admin, NEW, {**NEW, "name": "UBND xã Đất Cũ", "area_code": "39998"})
    first = {**printed("ubnd-39999"), "last_day": "30/11/2026", "successor": "ubnd-39998"}
    second = {**printed("ubnd-39998"), "last_day": "30/11/2026", "successor": "ubnd-39999"}
    outcome = take(admin, first, second)
    assert outcome.errors
    assert {error.column for error in outcome.errors} == {"Đơn vị kế tiếp"}
    assert unit("ubnd-39999").valid_to is None


def test_a_unit_has_one_row(admin: User) -> None:
    row = printed("so-noi-vu-87")
    assert told(take(admin, row, {**row, "phone": "1"})) == [(6, "Mã đơn vị", "Mã so-noi-vu-87 đã có ở dòng 5. Mỗi đơn vị một dòng.")]


def test_a_column_that_is_missing_says_nothing(admin: User) -> None:
    services_before = unit("so-noi-vu-87")
    row = {name: value for name, value in printed("so-noi-vu-87").items() if name in unit_list.NEEDED}
    assert take(admin, row).unchanged == 1
    assert unit("so-noi-vu-87").short_name == services_before.short_name


def test_only_administrators_import(admin: User) -> None:
    with pytest.raises(Forbidden):
        unit_list.import_units(by=make_user(Role.CENTRE, "kstthc-87"), rows=[], reason=WHY, store=False)
    with pytest.raises(Forbidden):
        account_list.import_accounts(by=make_user(Role.LEADER, "ubnd-87"), rows=[], store=False)


# ---- accounts ----

PERSON = {"username": "ubnd.tramchim", "full_name": "Cán bộ đầu mối", "email": "", "unit": "UBND xã Tràm Chim", "role": "Cán bộ đầu mối"}


def open_accounts(admin: User, *cells: dict[str, str], store: bool = True) -> ListOutcome:
    return account_list.import_accounts(by=admin, rows=rows_of(cells), store=store)


def test_the_proposed_list_opens_an_account_for_each_commune_without_one(admin: User) -> None:
    make_user(Role.OFFICER, "ubnd-30001-2025")
    rows = account_list.proposed_rows()
    communes = [row for row in rows if row["unit"].startswith("UBND xã") or row["unit"].startswith("UBND phường")]
    assert len(communes) == 101
    assert len({row["username"] for row in rows}) == len(rows)
    outcome = open_accounts(admin, *communes[:3])
    assert told(outcome) == []
    assert len(outcome.made) == 3
    slip = outcome.made[0]
    assert slip.user.check_password(slip.password)
    assert slip.user.must_change_password
    assert User.objects.get(pk=slip.user.pk).role == Role.OFFICER


def test_a_checked_list_of_accounts_opens_none(admin: User) -> None:
    outcome = open_accounts(admin, PERSON, store=False)
    assert [change.words for change in outcome.changes] == ["Cán bộ đầu mối, UBND xã Tràm Chim"]
    assert outcome.made == []
    assert not User.objects.filter(username="ubnd.tramchim").exists()


def test_the_same_list_again_opens_nothing_twice(admin: User) -> None:
    open_accounts(admin, PERSON)
    again = open_accounts(admin, PERSON)
    assert (again.changes, again.errors, again.unchanged) == ([], [], 1)
    other = open_accounts(admin, {**PERSON, "role": "Lãnh đạo, chỉ xem"})
    assert [error.column for error in other.errors] == ["Vai trò"] or [error.column for error in other.errors] == ["Tên đăng nhập"]
    assert Membership.objects.filter(user__username="ubnd.tramchim").count() == 1


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"username": "Tràm Chim"}, "Tên đăng nhập", "chữ thường không dấu"),
        ({"username": "tt.quantri"}, "Tên đăng nhập", "đã có"),
        ({"full_name": ""}, "Họ tên hoặc chức danh", "Ghi họ tên"),
        ({"email": "a@"}, "Địa chỉ thư", ""),
        ({"unit": "UBND xã Không Có"}, "Đơn vị", "Không có đơn vị"),
        ({"unit": ""}, "Đơn vị", "Ghi tên đầy đủ"),
        ({"role": "Sếp"}, "Vai trò", "là một trong"),
        ({"role": "Cán bộ theo dõi"}, "Vai trò", "không dùng cho"),
    ],
)
def test_an_account_that_cannot_be_is_said_with_row_and_column(changes: dict[str, str], column: str, words: str, admin: User) -> None:
    before = User.objects.count()
    outcome = open_accounts(admin, {**PERSON, "username": "khac"}, {**PERSON, **changes})
    assert [(error.row, error.column) for error in outcome.errors] == [(6, column)]
    assert words in outcome.errors[0].message
    assert User.objects.count() == before


def test_one_name_stands_in_one_row_and_a_list_has_an_end(admin: User) -> None:
    outcome = open_accounts(admin, PERSON, PERSON)
    assert [(error.row, error.column) for error in outcome.errors] == [(6, "Tên đăng nhập")]
    with pytest.raises(Invalid, match="501 dòng"):
        open_accounts(admin, *[{**PERSON, "username": f"a{n}"} for n in range(501)])
