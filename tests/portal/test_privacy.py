"""Nothing that names people or shows their work stays on a shared machine; what is the same for all does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.units import make_user
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "unit"), [(Role.OFFICER, "ubnd-873"), (Role.ADMIN, "kstthc-87"), (Role.CENTRE, "kstthc-87")])
@pytest.mark.parametrize("name", ["account", "unit_list", "user_list", "inbox", "item_list", "item_export", "my_work", "audit_log"])
def test_no_browser_keeps_a_page_a_file_or_a_refusal(client: Client, role: Role, unit: str, name: str) -> None:
    client.force_login(make_user(role, unit))
    answer = client.get(reverse(name))
    assert answer.status_code in (200, 403)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_neither_the_way_to_log_in_nor_a_page_that_is_missing_is_kept(client: Client) -> None:
    for address in (reverse("account"), reverse("login"), "/khong/co/"):
        assert client.get(address).headers["Cache-Control"] == "private, no-store", address


def test_styles_and_scripts_stay_with_the_browser(client: Client) -> None:
    answer = client.get("/static/css/portal.css")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers["Cache-Control"]


def test_the_browser_keeps_no_copies_of_pages_for_going_back(client: Client) -> None:
    """htmx would write the pages that were left into the browser's storage, where the next person on the machine finds them."""
    assert '"historyCacheSize":0' in client.get(reverse("login")).content.decode()
