"""What people type about an item. Forms ask, ``directives.services`` decides; its refusals come back as errors of the field they name."""

from typing import Any

from django import forms

from common.acting import VersionForm, refuse
from common.workflow import Step
from directives.forms.fields import PercentField, VnDateField, WordsField
from directives.forms.files import FILE_FIELDS, EvidenceFields
from directives.models import Item
from directives.services.items import days_late, problems_of_claim
from directives.workflow import ITEM_FLOW, ItemStatus


class UpdateForm(EvidenceFields, VersionForm):
    """How far the work is, and the files that show it. ``claim_refusal`` says why "Đã xong" can't be chosen yet.

    ``confirmed`` is shown once a claim contradicts itself, ``late_reason`` once the due date is missed.
    """

    state = forms.ChoiceField(label="Hiện nay đã làm đến đâu?", widget=forms.RadioSelect)
    percent = PercentField(label="Ước đạt bao nhiêu phần trăm?", required=False)
    note = WordsField(
        "Kết quả đã làm được",
        rows=4,
        hint="Ghi ngắn gọn, có số liệu. Ví dụ: “Đã niêm yết 21/21 TTHC”.",
        then="Rút gọn, phần chi tiết gửi bằng tệp minh chứng.",
    )
    confirmed = forms.BooleanField(label="Đúng là đã xong", required=False)
    late_reason = WordsField("Lý do báo xong trễ hạn", rows=2, hint="Chỉ ghi khi báo đã xong. Lưu vào lịch sử của nội dung.")
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

    def update(self) -> dict[str, Any]:
        """What was typed, as ``services.updates.update_with_files`` takes it."""
        names = ("version", "percent", "note", "expected_on", "confirmed", "late_reason")
        typed = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return typed | {"start": self.cleaned_data["state"] != "todo", "claim": self.cleaned_data["state"] == "claim"}

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

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = f"{step.hint} Đơn vị thực hiện, chủ trì và phối hợp đều đọc được."
        self.fields["reason"] = WordsField("Lý do", rows=4, needed=step.needs, hint=hint)


class DueForm(VersionForm):
    """A due date that the Centre sets, moves or takes away."""

    due_on = VnDateField(label="Hạn mới", required=False)
    remove = forms.BooleanField(label="Bỏ hạn: nội dung này không có hạn", required=False)
    reason = WordsField("Căn cứ, lý do", rows=3, needed=ITEM_FLOW["due"].needs, hint="Các đơn vị của nội dung này đều đọc được.")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.due_on is None:
            del self.fields["remove"]

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

    text = WordsField(
        "Viết trao đổi",
        rows=3,
        needed="Viết nội dung trao đổi trước khi gửi.",
        hint="Các đơn vị chủ trì, thực hiện, phối hợp và Trung tâm đều đọc được.",
    )
