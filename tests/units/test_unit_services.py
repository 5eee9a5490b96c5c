"""The acts on the list of units: what they change, what they leave, what they refuse."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from tests.factories.units import make_user, unit
from units import spellings
from units import unit_services as services
from units.books import current_book
from units.loading import load_units
from units.models import Area, Unit, UnitAlias, User
from units.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
WHY = "Nghị quyết số 12/NQ-HĐND"
MY_LONG = "ubnd-30115"


@pytest.fixture(autouse=True)
def day(units_loaded: None) -> Any:
    with clock.at(TODAY):
        yield


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


def new_commune(admin: User, **changes: Any) -> Unit:
    values = {"name": "UBND xã Đất Mới", "kind": "ubnd", "area_code": "39999", "valid_from": date(2026, 1, 1), **changes}
    return services.add_unit(by=admin, parent=unit("ubnd-87"), **values)


def ended(admin: User, code: str, successor: str | None = None, on: date = date(2026, 6, 30)) -> Unit:
    new = unit(successor) if successor else None
    return services.close_unit(by=admin, unit_id=unit(code).pk, last_day=on, successor=new, reason=WHY)


def test_a_new_commune_brings_its_area_and_is_found_by_name_and_seen_from_above(admin: User) -> None:
    made = new_commune(admin)
    assert (made.code, made.short_name, str(made.area), made.area.code) == ("ubnd-39999", "Xã Đất Mới", "xã Đất Mới", "39999")
    assert made.area.parent == Area.objects.get(code="82")
    assert current_book(TODAY).match("UBND xã Đất Mới").unit.code == made.code  # type: ignore[union-attr]
    assert current_book(date(2025, 12, 31)).match("UBND xã Đất Mới").unit is None
    assert Unit.objects.permitting(admin).filter(pk=made.pk).exists()
    assert AuditEvent.objects.get(verb="unit.added").text == "thêm đơn vị UBND xã Đất Mới, cấp trên là UBND tỉnh Đồng Tháp"


def test_a_code_of_an_area_is_used_again_only_when_the_other_one_is_over(admin: User) -> None:
    """Codes were reused in 2025: 30115 named xã Mỹ Long until 30/06/2025."""
    with pytest.raises(Invalid, match="Mã 30115 đang là của xã Mỹ Long đến hết 30/06/2025") as refused:
        new_commune(admin, area_code="30115", valid_from=date(2025, 6, 1))
    assert refused.value.field == "area_code"
    made = new_commune(admin, area_code="30115", valid_from=date(2026, 1, 1))
    assert made.code == "ubnd-30115-2026"
    with pytest.raises(IntegrityError, match="area_code_once_at_a_time"), transaction.atomic():
        Area.objects.create(code="30115", level="commune", kind="xã", name="Khác", valid_from=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "Đất Mới"}, "name", "kèm loại"),
        ({"name": "UBND xã Tràm Chim"}, "name", "Đã có xã Tràm Chim"),
        ({"area_code": ""}, "area_code", "từ 2 đến 5 chữ số"),
        ({"area_code": "12x"}, "area_code", "từ 2 đến 5 chữ số"),
        ({"kind": "vpubnd"}, "kind", "loại"),
        ({"kind": "buudien", "name": "Bưu điện Đất Mới"}, "parent", "là Bưu điện"),
        ({"code": "Đất Mới"}, "code", "không đúng dạng"),
        ({"code": "ubnd-873"}, "code", "Đã có đơn vị mang mã"),
    ],
)
def test_what_cannot_be_a_unit_is_refused_beside_its_field(changes: dict[str, str], field: str, words: str, admin: User) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        new_commune(admin, **changes)
    assert refused.value.field == field
    assert not AuditEvent.objects.filter(verb="unit.added").exists()


def test_a_post_office_stands_in_an_area_that_is_there_and_has_none_yet(admin: User) -> None:
    gso = Area.objects.filter(parent__code="82", level="commune").order_by("code").values_list("code", flat=True)[0]
    made = services.add_unit(by=admin, name="Bưu điện mới", kind="buudien", parent=unit("buudien-87"), area_code=gso, valid_from=TODAY)
    assert (made.kind, made.area.code) == ("buudien", gso)
    with pytest.raises(Invalid, match="đã có Bưu điện mới"):
        services.add_unit(by=admin, name="Bưu điện hai", kind="buudien", parent=unit("buudien-87"), area_code=gso, valid_from=TODAY)
    with pytest.raises(Invalid, match="Không có địa bàn mã “11”"):
        services.add_unit(by=admin, name="Bưu điện ba", kind="buudien", parent=unit("buudien-87"), area_code="11")


def test_a_renamed_commune_is_read_by_its_old_name_in_papers_of_before(admin: User) -> None:
    made = new_commune(admin)
    services.rename_unit(by=admin, unit_id=made.pk, name="UBND phường Đất Lành", on=date(2026, 11, 1), reason=WHY)
    now, before = current_book(TODAY), current_book(date(2026, 10, 31))
    assert now.match("UBND phường Đất Lành").unit.code == made.code  # type: ignore[union-attr]
    assert before.match("UBND xã Đất Mới").unit.code == made.code  # type: ignore[union-attr]
    assert before.match("xã Đất Mới").unit.code == made.code  # type: ignore[union-attr]
    assert now.match("UBND xã Đất Mới").unit is None
    kept = UnitAlias.objects.get(unit=made)
    assert (kept.text, kept.before, kept.made_by) == ("xã Đất Mới", date(2026, 11, 1), admin)
    event = AuditEvent.objects.get(verb="unit.renamed")
    assert event.text == f"đổi tên UBND xã Đất Mới thành UBND phường Đất Lành từ ngày 01/11/2026; căn cứ: {WHY}"


def test_an_office_is_renamed_by_its_whole_name(admin: User) -> None:
    office = unit("so-tu-phap-87")
    services.rename_unit(by=admin, unit_id=office.pk, name="Sở Tư pháp và Hộ tịch", on=TODAY, reason=WHY)
    assert current_book(TODAY).match("Sở Tư pháp và Hộ tịch").unit == current_book(TODAY).by_code("so-tu-phap-87")
    assert current_book(date(2026, 1, 1)).match("Sở Tư pháp").unit == current_book(TODAY).by_code("so-tu-phap-87")
    with pytest.raises(Invalid, match="của đơn vị khác"):
        services.rename_unit(by=admin, unit_id=office.pk, name="Sở Nội vụ", on=TODAY, reason=WHY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": "Đất"}, "name"), ({"name": "UBND xã Đất Mới"}, "name"), ({"on": date(2026, 12, 2)}, "on"), ({"reason": " "}, "reason")],
)
def test_a_rename_says_what_it_lacks(changes: dict[str, Any], field: str, admin: User) -> None:
    made = new_commune(admin)
    values = {"name": "UBND xã Đất Lành", "on": TODAY, "reason": WHY, **changes}
    with pytest.raises(Invalid) as refused:
        services.rename_unit(by=admin, unit_id=made.pk, **values)
    assert refused.value.field == field
    assert not UnitAlias.objects.filter(unit=made).exists()


def test_a_unit_that_ends_keeps_its_people_and_its_area_ends_with_it(admin: User) -> None:
    made, heir = new_commune(admin), unit("ubnd-30001-2025")
    officer = make_user(Role.OFFICER, made.code)
    services.close_unit(by=admin, unit_id=made.pk, last_day=date(2026, 6, 30), successor=heir, reason=WHY)
    made = unit(made.code)
    assert (made.valid_to, made.area.valid_to, made.successor) == (date(2026, 6, 30), date(2026, 6, 30), heir)
    assert User.objects.get(pk=officer.pk).unit == made
    assert current_book(TODAY).match("UBND xã Đất Mới").unit is None
    event = AuditEvent.objects.get(verb="unit.closed")
    assert event.text.startswith("kết thúc hoạt động UBND xã Đất Mới từ hết ngày 30/06/2026, đơn vị kế tiếp là ")
    assert event.party_codes == sorted([made.code, heir.code])


def test_no_unit_follows_itself_at_once_or_over_others(admin: User) -> None:
    first, second, third = (new_commune(admin, name=f"UBND xã Đất {n}", area_code=f"3999{n}") for n in range(3))
    with pytest.raises(Invalid, match="không thể là chính nó") as refused:
        ended(admin, first.code, first.code)
    assert refused.value.field == "successor"
    ended(admin, second.code, third.code, date(2026, 3, 31))
    services.name_successor(by=admin, unit_id=second.pk, successor=third, reason=WHY)
    with pytest.raises(Invalid, match="vì đơn vị ấy lại do UBND xã Đất 2 kế tiếp"):
        ended(admin, third.code, second.code)
    assert unit(third.code).valid_to is None, "refused as a whole"
    with pytest.raises(Invalid, match="không hoạt động vào ngày 01/07/2026"):
        ended(admin, first.code, second.code)


def test_the_end_is_not_before_the_start_and_comes_once(admin: User) -> None:
    made = new_commune(admin)
    with pytest.raises(Invalid, match="từ ngày bắt đầu 01/01/2026") as refused:
        ended(admin, made.code, on=date(2025, 12, 31))
    assert refused.value.field == "last_day"
    ended(admin, made.code)
    with pytest.raises(Conflict, match="đã kết thúc ngày 30/06/2026"):
        ended(admin, made.code)


@pytest.mark.parametrize("code", ["ubnd-87", "buudien-87", "vpubnd-87", "kstthc-87"])
def test_the_heads_of_the_trees_do_not_end(code: str, admin: User) -> None:
    with pytest.raises(Forbidden, match="không kết thúc được"):
        ended(admin, code)


def test_a_unit_closed_by_mistake_goes_on_unless_its_code_is_taken(admin: User) -> None:
    made = new_commune(admin)
    ended(admin, made.code, "ubnd-30001-2025")
    services.reopen_unit(by=admin, unit_id=made.pk, reason="Ghi nhầm đơn vị")
    again = unit(made.code)
    assert (again.valid_to, again.area.valid_to, again.successor) == (None, None, None)
    ended(admin, made.code)
    new_commune(admin, name="UBND xã Đất Khác", valid_from=date(2026, 7, 1))
    with pytest.raises(Invalid, match="đang là của xã Đất Khác"):
        services.reopen_unit(by=admin, unit_id=made.pk, reason="Ghi nhầm đơn vị")


def test_a_spelling_that_was_dropped_does_not_come_back_with_the_seed(admin: User) -> None:
    alias = UnitAlias.objects.get(text="Sở TTTT")
    spellings.drop_alias(by=admin, alias_id=alias.pk)
    assert load_units()["aliases"] == 0
    assert not UnitAlias.objects.standing().filter(pk=alias.pk).exists()
    assert current_book(date(2021, 3, 1)).match("Sở TTTT").unit is None
    with pytest.raises(Conflict):
        spellings.drop_alias(by=admin, alias_id=alias.pk)
    with clock.at(date(2021, 3, 19)):
        spellings.teach_spelling(by=admin, unit_id=alias.unit_id, text="Sở TTTT")
    assert current_book(date(2021, 3, 1)).match("Sở TTTT").unit is not None


def test_a_contact_is_kept_and_history_names_nobody(admin: User) -> None:
    office = unit("so-noi-vu-87")
    values = {"contact": "Nguyễn Văn A, Văn phòng Sở", "phone": "0277 3851 101", "email": "snv@dongthap.gov.vn"}
    services.update_unit(by=admin, unit_id=office.pk, valid_from=None, **values)
    services.update_unit(by=admin, unit_id=office.pk, valid_from=None, **values)
    assert Unit.objects.filter(pk=office.pk, **values).exists()
    assert AuditEvent.objects.get(verb="unit.updated").text == "sửa cách liên hệ của Sở Nội vụ"
    with pytest.raises(Invalid, match="Địa chỉ thư chưa đúng") as refused:
        services.update_unit(by=admin, unit_id=office.pk, valid_from=None, contact="", phone="", email="snv")
    assert refused.value.field == "email"


def test_only_administrators_keep_the_list(admin: User) -> None:
    centre, made = make_user(Role.CENTRE, "kstthc-87"), new_commune(admin)
    for act in (
        lambda: new_commune(centre, area_code="39998", name="UBND xã Khác"),
        lambda: ended(centre, made.code),
        lambda: services.rename_unit(by=centre, unit_id=made.pk, name="UBND xã Khác", on=TODAY, reason=WHY),
        lambda: services.reopen_unit(by=centre, unit_id=made.pk, reason=WHY),
        lambda: services.name_successor(by=centre, unit_id=made.pk, successor=None, reason=WHY),
        lambda: services.update_unit(by=centre, unit_id=made.pk, valid_from=None, contact="", phone="", email=""),
        lambda: spellings.teach_spelling(by=centre, unit_id=made.pk, text="Đất M"),
        lambda: spellings.drop_alias(by=centre, alias_id=UnitAlias.objects.all()[0].pk),
    ):
        with pytest.raises(Forbidden, match="Chỉ quản trị"):
            act()
