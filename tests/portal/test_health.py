"""The portal says truthfully whether its parts work."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_test_database_is_a_migrated_copy_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), f_fold('Đồng Tháp')")
        name, folded = cursor.fetchone()
    assert name.startswith("t_")
    assert folded == "dong thap"
