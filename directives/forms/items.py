"""What people type about an item. Forms ask, ``directives.services`` decides; its refusals come back as errors of the field they name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.errors import FileRefused, Invalid
from common.workflow import Step
from directives.forms.fields import PercentField, VnDateField
from directives.forms.files import FILE_FIELDS, EvidenceFields
from directives.models import Item
from directives.services.items import MAX_NOTE, days_late, problems_of_claim
from directives.workflow import ITEM_FLOW, ItemStatus

_FAR = "Năm phải từ 2000 đến 2100. Ví dụ: 22/03/2021."


def refuse(form: forms.BaseForm, error: Invalid | FileRefused) -> None:
    """Show a service's refusal at the field that it names, else above the form."""
    field = "uploads" if isinstance(error, FileRefused) else error.field
    form.add_error(field if field in form.fields else None, error.message)


class VersionForm(forms.Form):
    """``version`` is what the person saw; another one in the database means that somebody was faster."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class UpdateForm(EvidenceFields, VersionForm):
    """How far the work is, and the files that show it. ``claim_refusal`` says why "Đã xong" can't be chosen yet.

    ``confirmed`` is shown once a claim contradicts itself, ``late_reason`` once the due date is missed.
    """

    state = forms.ChoiceField(label="Hiện nay đã làm đến đâu?", widget=forms.RadioSelect)
    percent = PercentField(label="Ước đạt bao nhiêu phần trăm?", required=False)
    note = forms.CharField(
        label="Kết quả đã làm được",
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ghi ngắn gọn, có số liệu. Ví dụ: “Đã niêm yết 21/21 TTHC”.",
        error_messages={"max_length": f"Dài quá {MAX_NOTE} chữ. Rút gọn, phần chi tiết gửi bằng tệp minh chứng."},
    )
    confirmed = forms.BooleanField(label="Đúng là đã xong", required=False)
    late_reason = forms.CharField(
        label="Lý do báo xong trễ hạn",
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chỉ ghi khi báo đã xong. Lưu vào lịch sử của nội dung.",
        error_messages={"max_length": f"Lý do dài quá {MAX_NOTE} chữ. Rút gọn rồi lưu lại."},
    )
    expected_on = VnDateField(label="Ngày dự kiến xong", required=False, help_text="Ví dụ: 22/03/2021")
    field_order = ("version", "state", "percent", "note", "confirmed", "late_reason", "expected_on", *FILE_FIELDS)

    def __init__(self, *args: Any, item: Item, verifier: str, claim_refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        if not days_late(item):
            del self.fields["late_reason"]
        doing = [(ItemStatus.DOING.value, ItemStatus.DOING.label)]
        todo = [(ItemStatus.TODO.value, ItemStatus.TODO.label)] if item.status == ItemStatus.TODO else []
        done = [] if claim_refusal else [("claim", f"Đã xong, đề nghị {verifier} xác nhận")]
        self.fields["state"] = forms.ChoiceField(
            label="Hiện nay đã làm đến đâu?", widget=forms.RadioSelect, choices=[*todo, *doing, *done], help_text=claim_refusal
        )
        self.fields["percent"].help_text = f"Số từ 0 đến 100. Lần trước: {item.percent}"

    @classmethod
    def initial_for(cls, item: Item, *, claim: bool) -> dict[str, Any]:
        """What the page shows first: the last update."""
        return {
            "version": item.version,
            "state": "claim" if claim else "todo" if item.status == ItemStatus.TODO and item.percent == 0 else "doing",
            "percent": 100 if claim else item.percent,
            "note": item.progress_note,
            "expected_on": item.expected_on,
        }

    def clean_expected_on(self) -> Any:
        day = self.cleaned_data["expected_on"]
        if day is not None and not 2000 <= day.year <= 2100:
            raise ValidationError(_FAR)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        state, percent = data.get("state"), data.get("percent")
        if state == "claim":
            self.errors.pop("percent", None)
            self._check_claim(data, percent)
            data["percent"] = 100 if percent is None else percent
        elif percent is None and "percent" not in self.errors:
            self.add_error("percent", "Ghi số từ 0 đến 100.")
        elif state == "todo" and percent:
            self.add_error("percent", f"Đã làm được {percent}% thì chọn “Đang thực hiện”; chưa làm thì ghi 0.")
        return data

    def _check_claim(self, data: dict[str, Any], percent: int | None) -> None:
        """What the service would ask, all at once; a field that is wrong already is not asked about."""
        said = {name: data.get(name) or "" for name in ("note", "late_reason")}
        for problem in problems_of_claim(self.item, percent=percent, confirmed=bool(data.get("confirmed")), **said):
            if problem.field not in self.errors:
                refuse(self, problem)

    @property
    def asks_back(self) -> bool:
        """Whether the claim is asked about, or was confirmed already."""
        return "confirmed" in self.errors or bool(self["confirmed"].value())


class EvidenceForm(EvidenceFields):
    """Files alone, with what they show."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].required = True


class ReasonForm(VersionForm):
    """A step that needs a reason: the unit reads why."""

    reason = forms.CharField(
        label="Lý do",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"Dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại."},
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = f"{step.hint} Đơn vị thực hiện, chủ trì và phối hợp đều đọc được."
        self.fields["reason"].error_messages["required"] = step.needs


class DueForm(VersionForm):
    """A due date that the Centre sets, moves or takes away."""

    due_on = VnDateField(label="Hạn mới", required=False)
    remove = forms.BooleanField(label="Bỏ hạn: nội dung này không có hạn", required=False)
    reason = forms.CharField(
        label="Căn cứ, lý do",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Các đơn vị của nội dung này đều đọc được.",
        error_messages={"required": ITEM_FLOW["due"].needs, "max_length": f"Dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại."},
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.due_on is None:
            del self.fields["remove"]

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day is not None and not 2000 <= day.year <= 2100:
            raise ValidationError(_FAR)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        remove, day = data.get("remove", False), data.get("due_on")
        if remove and day:
            self.add_error("due_on", "Vừa ghi hạn mới vừa chọn bỏ hạn: giữ lại một trong hai.")
        elif not remove and day is None and "due_on" not in self.errors:
            self.add_error("due_on", "Ghi hạn mới, ví dụ 31/03/2021.")
        return data


class NoteForm(forms.Form):
    """A note that every party of the item reads."""

    text = forms.CharField(
        label="Viết trao đổi",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Các đơn vị chủ trì, thực hiện, phối hợp và Trung tâm đều đọc được.",
        error_messages={"required": "Viết nội dung trao đổi trước khi gửi.", "max_length": f"Dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại."},
    )
