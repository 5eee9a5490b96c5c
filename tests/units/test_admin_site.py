"""Django's admin site: for administrators only, with a trace of each change, and unable to break a rule."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from common import clock
from common.models import AuditEvent, Holiday
from directives.models import Directive, Item, Period, RequirementGroup
from tests.factories.units import make_user
from tests.reports.stage import issue_dispatch
from units.models import Area, Unit, UnitAlias, User
from units.roles import Role

pytestmark = pytest.mark.django_db
SETTINGS = {"area", "unit", "unitalias", "holiday", "requirementgroup", "period"}
MAY_ADD = {"area", "unit", "unitalias", "holiday"}
MAY_DELETE = {"unitalias", "holiday"}
REGISTERED = [(model, model_admin) for model, model_admin in django_admin.site._registry.items()]


@pytest.fixture(autouse=True)
def day(units_loaded: None) -> Iterator[None]:
    with clock.at(date(2021, 3, 19)):
        yield


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


@pytest.fixture
def manager(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def directive() -> Directive:
    return issue_dispatch()


def url(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def form_values(response: Any) -> dict[str, Any]:
    """What the shown form would send unchanged."""
    form = response.context["adminform"].form
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def told(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(("model", "model_admin"), REGISTERED, ids=lambda value: getattr(value, "__name__", ""))
def test_what_can_be_added_changed_and_deleted_is_in_this_table(rf: Any, admin: User, model: type[Model], model_admin: ModelAdmin) -> None:
    request = rf.get("/")
    request.user = admin
    name = model._meta.model_name
    assert model_admin.has_view_permission(request)
    assert model_admin.has_add_permission(request) == (name in MAY_ADD)
    assert model_admin.has_change_permission(request) == (name in SETTINGS)
    assert model_admin.has_delete_permission(request) == (name in MAY_DELETE)


def test_neither_grants_nor_groups_nor_lock_outs_are_on_the_admin_site() -> None:
    names = {model._meta.label_lower for model, _ in REGISTERED}
    assert {label.split(".")[0] for label in names} == {"common", "units", "notifications", "directives", "reports"}
    assert not {"units.unituserobjectpermission", "units.unitgroupobjectpermission"} & names


@pytest.mark.parametrize("model", [model for model, _ in REGISTERED], ids=lambda model: model.__name__)
def test_every_list_and_every_object_opens_in_vietnamese(manager: Client, directive: Directive, model: type[Model]) -> None:
    listing = manager.get(url(model, "changelist"), {"q": "a"})
    assert listing.status_code == 200
    assert str(model._meta.verbose_name) in told(listing).lower()
    for row in model._default_manager.all()[:1]:
        page = manager.get(url(model, "change", row.pk))
        assert page.status_code == 200
        assert not re.search(r"<script>|style=\"|onclick=", page.content.decode()), "the Content-Security-Policy would refuse it"


def test_an_item_cannot_be_changed_added_or_deleted_on_the_admin_site(manager: Client, directive: Directive) -> None:
    item = Item.objects.select_related("responsible").first()
    assert item is not None
    before = Item.objects.values().get(pk=item.pk)
    forged = {"status": "verified", "percent": "100", "title": "Xong", "_save": "1"}
    assert manager.post(url(Item, "change", item.pk), forged).status_code == 403
    assert manager.post(url(Item, "add"), {**forged, "number": "9999"}).status_code == 403
    assert manager.post(url(Item, "delete", item.pk), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": str(item.pk), "post": "yes"}
    manager.post(url(Item, "changelist"), action)
    assert Item.objects.values().get(pk=item.pk) == before
    assert Item.objects.count() == 26


def test_an_account_cannot_be_made_an_administrator_on_the_admin_site(manager: Client) -> None:
    officer = make_user(Role.OFFICER, "ubnd-873")
    assert manager.post(url(User, "change", officer.pk), {"is_superuser": "on", "_save": "1"}).status_code == 403
    assert "password" not in (django_admin.site._registry[User].fields or ["password"])
    officer.refresh_from_db()
    assert not officer.is_superuser


def test_history_is_read_never_written(manager: Client) -> None:
    event = AuditEvent.objects.first()
    assert event is not None
    assert manager.post(url(AuditEvent, "change", event.pk), {"text": "khác", "_save": "1"}).status_code == 403
    assert manager.post(url(AuditEvent, "delete", event.pk), {"post": "yes"}).status_code == 403


def test_a_renamed_unit_keeps_its_code_and_place_and_leaves_a_trace(manager: Client, admin: User) -> None:
    unit = Unit.objects.get(code="ubnd-873")
    address = url(Unit, "change", unit.pk)
    forged = {"code": "ubnd-999", "parent": Unit.objects.get(code="ubnd-872").pk, "kind": "so"}
    response = manager.post(address, {**form_values(manager.get(address)), **forged, "short_name": "H. Cao Lãnh", "_save": "1"})
    assert response.status_code == 302, response.context["errors"]
    unit.refresh_from_db()
    assert (unit.code, unit.kind, unit.parent.code, unit.short_name) == ("ubnd-873", "ubnd", "ubnd-87", "H. Cao Lãnh")  # type: ignore[union-attr]
    event = AuditEvent.objects.get(verb="unit.changed")
    assert (event.actor_id, event.subject_id) == (admin.pk, unit.pk)
    assert "→ “H. Cao Lãnh”" in event.text


def test_a_unit_is_never_deleted_with_or_without_children(manager: Client) -> None:
    for code in ("ubnd-873", "ubnd-30115"):
        unit = Unit.objects.get(code=code)
        assert manager.post(url(Unit, "delete", unit.pk), {"post": "yes"}).status_code == 403
        assert Unit.objects.filter(pk=unit.pk).exists()


def test_a_new_unit_needs_a_superior_and_is_seen_by_who_sees_everything(manager: Client) -> None:
    leader = make_user(Role.LEADER, "ubnd-87")
    area = Area.objects.get(level="province", valid_to=Unit.objects.get(code="ubnd-87").area.valid_to)
    given = {"code": "so-y-te-87", "kind": "so", "name": "Sở Y tế", "short_name": "Sở Y tế", "area": area.pk, "parent": "", "_save": "1"}
    refused = manager.post(url(Unit, "add"), given)
    assert "Chọn cấp trên" in told(refused)
    manager.post(url(Unit, "add"), {**given, "parent": Unit.objects.get(code="ubnd-87").pk})
    made = Unit.objects.get(code="so-y-te-87")
    assert AuditEvent.objects.get(verb="unit.added").subject_id == made.pk
    assert made in Unit.objects.permitting(User.objects.get(pk=leader.pk))


def test_a_unit_that_would_break_a_constraint_is_refused_in_words(manager: Client) -> None:
    unit = Unit.objects.get(code="ubnd-873")
    address = url(Unit, "change", unit.pk)
    shown = form_values(manager.get(address))
    backwards = manager.post(address, {**shown, "valid_from": "01/07/2025", "valid_to": "01/01/2020"})
    assert "Ngày hết hiệu lực phải sau ngày bắt đầu." in told(backwards)
    itself = manager.post(address, {**shown, "successor": unit.pk})
    assert "Đơn vị kế tiếp phải là đơn vị khác." in told(itself)


def test_an_area_code_is_used_once_at_a_time(manager: Client) -> None:
    other = Area.objects.filter(level="commune", valid_to=None).first() or Area.objects.filter(level="commune").first()
    assert other is not None
    given = {
        "code": other.code,
        "level": "commune",
        "kind": "xã",
        "name": "Mới",
        "parent": other.parent_id or "",
        "valid_from": "",
        "valid_to": "",
    }
    assert "Một mã chỉ dùng cho một địa bàn một lúc" in told(manager.post(url(Area, "add"), given))


def test_a_spelling_is_kept_with_who_wrote_it_and_can_be_taken_away(manager: Client, admin: User) -> None:
    unit = Unit.objects.get(code="ubnd-30115")
    given = {"unit": unit.pk, "text": "  UBND  xã Mỹ Long (cũ)", "within": "", "before": ""}
    assert manager.post(url(UnitAlias, "add"), {**given, "_save": "1"}).status_code == 302
    alias = UnitAlias.objects.get(text="UBND xã Mỹ Long (cũ)")
    assert (alias.made_by, alias.made_at) == (admin, clock.now())
    assert "Đơn vị này đã có cách viết ấy." in told(manager.post(url(UnitAlias, "add"), given))
    manager.post(url(UnitAlias, "delete", alias.pk), {"post": "yes"})
    assert not UnitAlias.objects.filter(pk=alias.pk).exists()
    assert AuditEvent.objects.filter(verb="unitalias.deleted").count() == 1


def test_a_holiday_is_added_changed_and_removed_with_three_traces(manager: Client) -> None:
    given = {"date": "02/05/2029", "kind": "holiday", "name": "Nghỉ thử", "_save": "1"}
    assert manager.post(url(Holiday, "add"), given).status_code == 302
    holiday = Holiday.objects.get(name="Nghỉ thử")
    manager.post(url(Holiday, "change", holiday.pk), {**given, "kind": "substitute"})
    action = {"action": "delete_selected", "_selected_action": [holiday.pk], "post": "yes"}
    manager.post(url(Holiday, "changelist"), action)
    assert not Holiday.objects.filter(pk=holiday.pk).exists()
    texts = list(AuditEvent.objects.filter(subject_kind="holiday").order_by("pk").values_list("text", flat=True))
    assert [text.split(" ")[0] for text in texts] == ["thêm", "sửa", "bỏ"]
    assert "“Nghỉ lễ” → “Nghỉ bù”" in texts[1]
    assert "02/05/2029" in texts[0], "typed as day/month/year"


def test_only_the_data_window_of_a_period_can_be_set(manager: Client, directive: Directive) -> None:
    period = Period.objects.get(code="2021-Q1")
    address = url(Period, "change", period.pk)
    refused = manager.post(address, {"data_from": "14/03/2021", "data_to": "15/12/2020"})
    assert "Ngày cuối của kỳ số liệu phải sau ngày đầu." in str(refused.context["errors"])
    manager.post(address, {"data_from": "10/12/2020", "data_to": "14/03/2021", "starts_on": "01/01/1999", "code": "X", "_save": "1"})
    period.refresh_from_db()
    assert (period.data_from, period.starts_on, period.code) == (date(2020, 12, 10), date(2021, 1, 1), "2021-Q1")
    assert manager.get(url(Period, "add")).status_code == 403


def test_a_requirement_group_is_renamed_but_never_into_another(manager: Client, directive: Directive) -> None:
    first, second = RequirementGroup.objects.filter(directive=directive)[:2]
    address = url(RequirementGroup, "change", first.pk)
    given = {"position": first.position, "words": "niêm yết, công khai"}
    assert "Văn bản này đã có nhóm cùng tên" in told(manager.post(address, {**given, "name": second.name}))
    manager.post(address, {**given, "name": "Công khai thủ tục", "_save": "1"})
    first.refresh_from_db()
    assert first.name == "Công khai thủ tục"
    assert AuditEvent.objects.filter(verb="requirementgroup.changed", subject_id=first.pk).count() == 1


def test_visitors_are_sent_to_the_portals_own_log_in_page(client: Client) -> None:
    asked = url(Unit, "changelist")
    response = client.get(asked, follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('login')}?next={asked}"
    assert client.post(reverse("admin:login"), {"username": "a", "password": "b"}).url.startswith(reverse("login"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Role.CENTRE, Role.LEADER, Role.OFFICER])
def test_who_is_no_administrator_is_told_so(client: Client, role: Role) -> None:
    client.force_login(make_user(role, {"centre": "kstthc-87", "leader": "ubnd-87", "officer": "ubnd-873"}[role]))
    for address in (reverse("admin:index"), url(Unit, "changelist"), reverse("admin:jsi18n"), "/cai-dat/khong/co/"):
        response = client.get(address)
        assert response.status_code == 403, address
        assert "Trang cài đặt chỉ dành cho quản trị." in told(response)


def test_django_s_missing_words_are_filled_in(manager: Client) -> None:
    refused = manager.post(url(Holiday, "add"), {"date": "", "kind": "", "name": ""})
    assert "<title>Lỗi: " in told(refused)
    assert "Skip to main content" not in told(refused)
    assert json.dumps("Chủ nhật") in manager.get(reverse("admin:jsi18n")).content.decode()


def test_log_out_and_password_change_are_those_of_the_portal(manager: Client) -> None:
    assert manager.get(reverse("admin:password_change")).url == reverse("password_change")  # type: ignore[attr-defined]
    assert manager.post(reverse("admin:logout")).url == reverse("login")  # type: ignore[attr-defined]


def every_lookup(model: type[Model], depth: int = 2) -> Iterator[str]:
    """Each column of the model and of the models that it points at, as an address could ask for it."""
    for field in model._meta.concrete_fields:
        yield field.name
        related = field.related_model
        if depth > 1 and isinstance(related, type):
            yield from (f"{field.name}__{name}" for name in every_lookup(related, depth - 1))


def test_an_address_asks_for_offered_filters_alone(rf: RequestFactory, manager: Client, admin: User) -> None:
    """Every column of every list, asked where the list itself asks; one of each list by the browser, for the answer."""
    let_through, told_otherwise = [], {}
    for model, model_admin in REGISTERED:
        offered = [str(name) for name in model_admin.list_filter]
        refused = [name for name in every_lookup(model) if not any(name == one or name.startswith(f"{one}__") for one in offered)]
        for name in refused:
            request = rf.get("/", {f"{name}__startswith": "a"})
            request.user = admin
            try:
                model_admin.get_changelist_instance(request)
            except DisallowedModelAdminLookup:
                continue
            let_through.append((model.__name__, name))
        browser = manager.get(url(model, "changelist"), {f"{refused[0]}__startswith": "a"}).status_code
        told_otherwise[model.__name__] = browser, manager.get(url(model, "changelist")).status_code
    assert let_through == []
    assert set(told_otherwise.values()) == {(400, 200)}, told_otherwise


def test_no_letter_of_a_password_can_be_asked_for(manager: Client, admin: User) -> None:
    for query in ({"password__startswith": "m"}, {"password": "m"}, {"password__regex": "^m"}, {"memberships__user__password__gt": "m"}):
        assert manager.get(url(User, "changelist"), query).status_code == 400, query
    assert manager.get(url(UnitAlias, "changelist"), {"made_by__password__startswith": "m"}).status_code == 400


def test_nothing_secret_is_a_filter_a_search_an_order_or_a_column_of_the_admin_site() -> None:
    secrets = ("password", "proposal", "answers", "file", "session", "token", "secret")
    for model, model_admin in REGISTERED:
        offered = [*model_admin.list_filter, *model_admin.search_fields, *model_admin.list_display, *(model_admin.ordering or ())]
        assert [name for name in map(str, offered) if any(word in name for word in secrets)] == [], model
