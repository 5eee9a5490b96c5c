"""What people enter about scores: why they look, a table to import, what follows for one person, how the list is narrowed."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q

from common.formats import vn_num
from directives.forms.fields import WordsField
from directives.forms.inspections import InspectionFileForm
from directives.models import Score, ScoreFollowUp
from directives.querysets import ScoreQuerySet
from directives.services.scores_following import MAX_REASON
from directives.workflow import ScorePurpose
from units.models import Unit

NONE = "none"


class PurposeForm(forms.Form):
    """Stated before names are shown; kept in the log with each look. A list, so that nobody types a name into the log."""

    purpose = forms.ChoiceField(
        label="Xem để làm gì?",
        choices=ScorePurpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn mục đích xem trước khi mở bảng điểm."},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ScoreUploadForm(InspectionFileForm):
    """A score table; it belongs to an inspection alone."""

    file_label = "Tệp bảng điểm"
    file_help = "Nhận .xlsx, .xls, .xlsb, .ods, .csv, .docx; tối đa 10 MB. Cột cần có: họ và tên, đơn vị, điểm."

    def where(self) -> dict[str, Any]:
        """The arguments of ``services.scores.target_of``."""
        return {**super().where(), "directive_id": None}


class FollowUpForm(forms.Form):
    """One commendation or reminder; the third condition of assigning other work speaks of reminders."""

    reason = WordsField("Ghi thêm", MAX_REASON, rows=3)


class ReassignForm(forms.Form):
    """Three conditions together, none of them ticked by the portal (docs/domain.md, trap 15)."""

    weak_score = forms.BooleanField(
        label="Người này đạt điểm kém", error_messages={"required": "Xác nhận điều kiện thứ nhất, hoặc không bố trí lại."}
    )
    task_unfinished = forms.BooleanField(
        label="Người này chưa hoàn thành nhiệm vụ được chuyển giao",
        error_messages={"required": "Xác nhận điều kiện thứ hai, hoặc không bố trí lại."},
    )
    reminded_in_vain = forms.BooleanField(
        label="Người này đã được nhắc nhở nhưng không nỗ lực, phấn đấu",
        error_messages={"required": "Xác nhận điều kiện thứ ba, hoặc không bố trí lại."},
    )
    reason = WordsField("Lý do và hướng bố trí", MAX_REASON, rows=3, needed="Ghi lý do bố trí lại công việc.")


FOLLOW_UP_FORMS: dict[str, type[forms.Form]] = {"commend": FollowUpForm, "remind": FollowUpForm, "reassign": ReassignForm}


def threshold_words(share: float) -> str:
    """ "8/10": a threshold on the usual scale."""
    return f"{vn_num(share * 10)}/10"


class ScoreFilter(forms.Form):
    """Conditions of the list; none of them holds a name or a score. Values that are not known are ignored."""

    don_vi = forms.ChoiceField(label="Nơi quản lý", required=False)
    thanh_phan = forms.ChoiceField(label="Thành phần", required=False)
    muc = forms.ChoiceField(label="Mức điểm", required=False)
    theo_doi = forms.ChoiceField(label="Việc đã ghi", required=False)

    def __init__(self, data: Any, *, employers: list[Unit]) -> None:
        super().__init__(data)
        good, weak = threshold_words(settings.SCORES_GOOD_SHARE), threshold_words(settings.SCORES_WEAK_SHARE)
        options = {
            "don_vi": [("", "Tất cả"), *((unit.code, unit.qualified_name) for unit in employers)],
            "thanh_phan": [("", "Tất cả"), *Score.StaffKind.choices],
            "muc": [("", "Tất cả"), ("cao", f"Từ {good} trở lên"), ("thap", f"Dưới {weak}")],
            "theo_doi": [("", "Tất cả"), *ScoreFollowUp.Kind.choices, (NONE, "Chưa ghi gì")],
        }
        for name, choices in options.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(employers) < 2:
            del self.fields["don_vi"], self.fields["thanh_phan"]

    def conditions(self) -> dict[str, str]:
        """The conditions of the address that can be used; what can't is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, scores: ScoreQuerySet) -> ScoreQuerySet:
        wanted = self.conditions()
        if unit := wanted.get("don_vi"):
            scores = scores.filter(employer__code=unit)
        if kind := wanted.get("thanh_phan"):
            scores = scores.filter(staff_kind=kind)
        if level := wanted.get("muc"):
            scores = scores.good(settings.SCORES_GOOD_SHARE) if level == "cao" else scores.weak(settings.SCORES_WEAK_SHARE)
        if done := wanted.get("theo_doi"):
            standing = ScoreFollowUp.objects.standing()
            if done == NONE:
                return scores.filter(~Q(pk__in=standing.values("score")))
            scores = scores.filter(pk__in=standing.filter(kind=done).values("score"))
        return scores


class ExportForm(forms.Form):
    """Names go into a file only when they are asked for."""

    names = forms.BooleanField(label="Ghi đủ họ tên, chức vụ (bình thường tên chỉ còn chữ đầu)", required=False)
