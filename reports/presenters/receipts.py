"""What stands on the pages of a report that was handed in, whoever reads them: the number of its receipt, the chips of its submissions."""

from collections.abc import Sequence

from django.urls import reverse

from common import clock
from common.formats import code_nb
from common.page_parts import Chip
from common.text import fold
from reports.models import Report, Submission


def receipt_code(report: Report) -> str:
    """'BC‑2021‑Q1‑CL‑07': the period, the letters of the unit's area, the report's own number (which makes it unique)."""
    letters = "".join(word[0] for word in fold(report.unit.area.name).upper().split())
    return code_nb(f"BC-{report.period.code}-{letters}-{report.pk:02d}")


def submission_tabs(page: str, report: Report, submissions: Sequence[Submission], shown: Submission) -> list[Chip]:
    """One chip a submission on ``page`` (a URL name); nothing to choose from one."""
    address = reverse(page, args=[report.pk])
    chips = [
        Chip(
            f"Lần {each.number}, {clock.localize(each.submitted_at):%d/%m}",
            address if each == submissions[-1] else f"{address}?lan={each.number}",
            each == shown,
        )
        for each in submissions
    ]
    return chips if len(chips) > 1 else []
