"""The demo's annex: the real importer takes all of it."""

from __future__ import annotations

from collections import Counter

import pytest

from common import clock
from directives.models import Finding, Item
from directives.services import issuing
from dongthap_remediation.demo.importing import import_annex
from tests.factories.units import ensure_units, make_user
from tests.reports.stage import COMMUNES, TODAY, issue_dispatch
from units.roles import Role


@pytest.mark.django_db
def test_the_importer_takes_the_whole_annex() -> None:
    """Every finding in the 17 communes of the dispatch; those of Tân Hồng make no items until the Centre decides."""
    findings, held = 44, 3
    ensure_units()
    directive = issue_dispatch()
    with clock.at(TODAY):
        centre = make_user(Role.CENTRE, "kstthc-87")
        batch = import_annex(by=centre, directive=directive)
        assert batch.result["counts"] == {"created": findings, "updated": 0, "unchanged": 0, "items": findings - held, "held": held}
        assert [warning["code"] for warning in batch.result["warnings"]] == ["unit_pending", "unit_pending"]
        assert {finding.unit.code for finding in Finding.objects.select_related("unit")} == {f"ubnd-{code}" for code in COMMUNES}
        items = Item.objects.filter(finding__isnull=False).select_related("group", "accountable")
        assert Item.objects.count() == 26 + findings - held
        assert {item.accountable.code for item in items} == {f"ubnd-{code}" for code in (868, 870, 871, 872, 873, 874, 876, 877)}
        assert set(Counter(item.group.name for item in items)) <= {group.name for group in directive.groups.all()}
        issuing.decide_pending(pending_id=directive.pending_units.get().pk, by=centre, take_in=True, reason="Ý kiến Lãnh đạo")
        assert Item.objects.filter(finding__isnull=False).count() == findings
