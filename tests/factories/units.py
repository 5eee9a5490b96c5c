"""People and units for tests, made by the real services."""

from __future__ import annotations

from units.loading import load_units
from units.models import Unit, User
from units.services import create_user

PASSWORD = "Mat-khau-thu-2021"


def ensure_units() -> None:
    """The seed; the template database brings it along, one of several tests with real transactions in a row loses it."""
    if not Unit.objects.exists():
        load_units()


def unit(code: str) -> Unit:
    ensure_units()
    return Unit.objects.with_area().get(code=code)


def make_user(role: str, unit_code: str, username: str | None = None, *, email: str | None = None) -> User:
    """An open account that need not change its password (``PASSWORD``) first."""
    name = username or f"{role}.{unit_code}"
    return create_user(
        by=None,
        username=name,
        full_name=f"Cán bộ {name}",
        email=f"{name}@dongthap.example" if email is None else email,
        unit=unit(unit_code),
        role=role,
        password=PASSWORD,
        must_change_password=False,
    )
