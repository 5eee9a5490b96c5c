"""What the Centre enters about a dispatch, apart from the proposal itself: the file, the confirmation, number and date, a decision."""

from typing import Any

from django import forms

from common.acting import VersionForm
from directives.forms.fields import VnDateField, WordsField
from directives.services.evidence import read_upload

PASTED_NAME = "van-ban-dan.txt"
BY_HAND, HAND_NAME = "tay", "Nhập tay"
_MOST_PASTED = 500_000


class UploadForm(forms.Form):
    """A file or the words themselves. Whether it can be read is said by ``reading.dispatch``. ``by_hand``: nothing is to be read, a scan
    may come along as the original.
    """

    def __init__(self, *args: Any, by_hand: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_hand = by_hand

    file = forms.FileField(
        label="Tệp văn bản",
        required=False,
        help_text="Cổng đọc được .docx, .txt, .md; tối đa 10 MB. Bản quét, ảnh, PDF: dán chữ vào ô dưới, hoặc chọn tệp rồi bấm Nhập tay.",
        error_messages={"empty": "Tệp rỗng. Kiểm tra lại tệp rồi tải lên.", "max_length": "Tên tệp dài quá 255 chữ. Đặt tên ngắn hơn."},
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md,.pdf,.doc,image/*"}),
    )
    text = forms.CharField(
        label="Hoặc dán chữ của văn bản", required=False, max_length=_MOST_PASTED, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_file, has_text = bool(data.get("file")), bool((data.get("text") or "").strip())
        if self._by_hand:
            if has_text:
                self.add_error("text", "Nhập tay thì không dán chữ: bấm “Tải lên và đọc” để cổng đọc chữ này, hoặc xóa ô rồi nhập tay.")
        elif not self.errors and has_file == has_text:
            words = "Chỉ dùng một cách: tải tệp, hoặc dán chữ." if has_file else "Chọn tệp văn bản, hoặc dán chữ của văn bản."
            self.add_error("file", words)
        return data

    def content(self) -> tuple[bytes, str]:
        """What is to be read, and its name. ``FileRefused`` for a file that is too large."""
        upload = self.cleaned_data["file"]
        if upload:
            return read_upload(upload), upload.name
        return self.cleaned_data["text"].encode(), PASTED_NAME


class ConfirmForm(VersionForm):
    """The last step before work is given out."""

    checked = forms.BooleanField(
        label="Đã đối chiếu với bản gốc, lãnh đạo Trung tâm đồng ý giao",
    )


class NumberForm(VersionForm):
    """Number and day of a dispatch, which the clerk stamps on after it was drafted."""

    number = forms.CharField(
        label="Số", required=False, max_length=20, help_text="Chỉ ghi phần số, ví dụ 45",
        error_messages={"max_length": "Số văn bản dài quá 20 ký tự. Chỉ ghi phần số, ví dụ 45."},
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )  # fmt: skip
    issued_on = VnDateField(label="Ngày ban hành", required=False, help_text="Ví dụ: 01/02/2021")


class DecideForm(forms.Form):
    """The Centre's decision on a unit that waits; the service asks for the reason."""

    take_in = forms.TypedChoiceField(
        label="Quyết định",
        choices=[
            ("yes", "Đưa vào phạm vi: giao việc và báo cáo như các đơn vị cùng loại"),
            ("no", "Không đưa vào: không thay đổi gì, đóng thông báo này"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = WordsField(
        "Căn cứ, lý do",
        2000,
        rows=3,
        needed="Ghi căn cứ, lý do của quyết định.",
        hint="Bắt buộc. Ví dụ: ý kiến của Lãnh đạo Văn phòng UBND Tỉnh",
    )
