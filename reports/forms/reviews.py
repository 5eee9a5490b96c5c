"""What the Centre types while it reviews a report, and the lock day of a period. Forms ask, ``reports.services`` decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from common.acting import VersionForm, refuse
from common.formats import code_nb
from directives.forms.fields import VnDateField, WordsField
from reports.models import Review
from reports.services.reviewing import Said, problems_of, stamp_of
from reports.snapshot import Sent
from reports.workflow import Decision, Verdict

_THEN = "Rút gọn rồi lưu lại."
KEEP, PASS_REST, RETURN, ACCEPT = "luu", "dat-con-lai", "tra-lai", "chap-nhan"
_DECISIONS = {RETURN: Decision.RETURNED, ACCEPT: Decision.ACCEPTED}


class ReviewForm(VersionForm):
    """One verdict and one comment an entry, a general comment, a day for the next submission; ``viec`` is the button that was pressed.

    Nothing is chosen for the reviewer. Words that are only kept may be incomplete; for a decision all that is missing is named at once,
    each at its field. ``rest`` are the numbers of the entries that the page named beside the act "Đạt" for many.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
    rest = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40_000)
    viec = forms.ChoiceField(required=False, choices=[(name, name) for name in (KEEP, PASS_REST, RETURN, ACCEPT)])
    comment = WordsField("Ý kiến chung gửi đơn vị", rows=4, hint="Bắt buộc khi trả lại. Ý kiến từng nội dung được gửi kèm.", then=_THEN)
    again_by = VnDateField(label="Hẹn nộp lại", required=False, help_text="Chỉ dùng khi trả lại. Ví dụ: 24/03/2021")

    def __init__(self, data: Any = None, *, sent: Sent, lock_on: date | None, **kwargs: Any) -> None:
        """``lock_on``: the lock day of the period, None where there is none."""
        self.sent, self.lock_on = sent, lock_on
        super().__init__(data, **kwargs)
        for entry in sent.entries:
            self.fields[f"verdict-{entry.number}"] = forms.ChoiceField(
                label=f"Kết luận {code_nb(entry.code)}", choices=Verdict.choices, widget=forms.RadioSelect, required=False
            )
            hint = "Ghi rõ cần bổ sung gì; đơn vị đọc được."
            self.fields[f"comment-{entry.number}"] = WordsField(f"Ý kiến cho {code_nb(entry.code)}", rows=2, hint=hint, then=_THEN)
        self.order_fields([*(name for name in self.fields if "-" in name), "comment", "again_by"])  # as on the page

    @classmethod
    def of(cls, review: Review, sent: Sent, version: int, lock_on: date | None) -> ReviewForm:
        """The form of a review, filled with what was kept so far."""
        kept: dict[str, Any] = {
            "version": version,
            "seen": stamp_of(review),
            "comment": review.comment,
            "again_by": review.again_by,
        }
        numbers = {entry.entry: entry.number for entry in sent.entries}
        for mark in review.marks.all():
            kept[f"verdict-{numbers[mark.entry_id]}"] = mark.verdict
            kept[f"comment-{numbers[mark.entry_id]}"] = mark.comment
        return cls(sent=sent, lock_on=lock_on, initial=kept)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        decision = _DECISIONS.get(values.get("viec", ""))
        if decision is not None:
            comment = self.data.get("comment", "")  # one that is too long is no missing one
            day = values.get("again_by")
            for problem in problems_of(self.sent, self.said(), decision, comment=comment, again_by=day, lock_on=self.lock_on):
                if problem.field not in self.errors:  # a day that is none is not missing
                    refuse(self, problem)
        return values

    def said(self) -> dict[int, Said]:
        """The words on each entry as typed, complete or not."""
        return {entry.number: self._word(entry.number) for entry in self.sent.entries}

    def named(self) -> list[int]:
        """The entries that the page named beside the act for many."""
        return [int(number) for number in self.cleaned_data["rest"].split(",") if number.isdecimal() and len(number) < 10]

    def _word(self, number: int) -> Said:
        verdict = self.cleaned_data.get(f"verdict-{number}")
        comment = self.cleaned_data.get(f"comment-{number}")
        return Said(Verdict(verdict) if verdict else None, str(self.data.get(f"comment-{number}", "")) if comment is None else comment)

    def fields_of(self, number: int) -> tuple[BoundField, BoundField]:
        """Verdict and comment of one entry."""
        return self[f"verdict-{number}"], self[f"comment-{number}"]

    def verdict_of(self, number: int) -> Verdict | None:
        """What stands there now: typed, else kept; None where nobody said anything."""
        value = self[f"verdict-{number}"].value()
        return Verdict(value) if value in Verdict.values else None

    def typed(self) -> Sequence[tuple[str, str, str]]:
        """(code, verdict, comment) of the entries of which something was said, for a person whose form has closed meanwhile."""
        rows = [
            (entry.code, self.verdict_of(entry.number), str(self[f"comment-{entry.number}"].value() or "")) for entry in self.sent.entries
        ]
        return [(code, verdict.label if verdict else "", comment) for code, verdict, comment in rows if verdict or comment.strip()]


class OpenForm(forms.Form):
    """The last day of one report after the lock of its period. ``seen`` is the agreed day that stood there."""

    seen = VnDateField(required=False, widget=forms.HiddenInput())
    until = VnDateField(label="Mở đến hết ngày", required=False, help_text="Ví dụ: 15/04/2021")
    reason = WordsField("Lý do", rows=3, hint="Đơn vị đọc được.", then=_THEN)


class LockForm(forms.Form):
    """The last day on which the reports of a period may be submitted; empty takes the lock away. ``seen`` is the day that stood there."""

    ky = forms.CharField(widget=forms.HiddenInput, max_length=40)
    seen = VnDateField(required=False, widget=forms.HiddenInput())
    lock_on = VnDateField(
        label="Ngày khóa", required=False, help_text="Hết ngày này đơn vị không nộp được nữa. Bỏ trống: không khóa. Ví dụ: 10/04/2021"
    )

    @classmethod
    def of(cls, ky: str, lock_on: date | None) -> LockForm:
        return cls(initial={"ky": ky, "seen": lock_on, "lock_on": lock_on})
