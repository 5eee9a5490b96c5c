"""A database that another edition of the portal made is left alone, in words."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_the_tables_of_another_edition_are_not_touched() -> None:
    MigrationRecorder(connection).record_applied("directives", "0011_clean_photographs")
    with pytest.raises(CommandError, match=r"“directives\.0011_clean_photographs”.*make reset-demo"):
        call_command("migrate", verbosity=0, interactive=False)


def test_steps_of_libraries_are_their_own_matter() -> None:
    MigrationRecorder(connection).record_applied("axes", "0099_of_a_newer_one")
    call_command("migrate", verbosity=0, interactive=False)
