"""Fields that people fill in by hand: a Vietnamese date, a per cent, several files at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from common.formats import KNOWN_YEARS, read_date
from directives.services.items import MAX_NOTE


class VnDateField(forms.Field):
    """A day typed as 31/03/2021 (also 31-3-2021, 31.3.2021): a text field, never a picker alone."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ví dụ: 31/03/2021")
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "size": 12, "maxlength": 20})

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            day = read_date(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if day.year not in KNOWN_YEARS:
            raise ValidationError(f"Năm phải từ {KNOWN_YEARS[0]} đến {KNOWN_YEARS[-1]}. Ví dụ: 31/03/2021.")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class WordsField(forms.CharField):
    """What a person writes, in ``rows`` lines or in one. ``needed`` says that it is missing, ``then`` what to do where it is too long."""

    def __init__(
        self, label: str, most: int = MAX_NOTE, *, rows: int = 0, needed: str = "", hint: str = "", then: str = "Rút gọn rồi gửi lại."
    ) -> None:
        words = {"max_length": f"Dài quá {most} chữ. {then}"} | ({"required": needed} if needed else {})
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(label=label, max_length=most, required=bool(needed), help_text=hint, widget=widget, error_messages=words)


class PercentField(forms.IntegerField):
    """A whole number from 0 to 100; a typed "%" is no mistake."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        words = "Ghi số từ 0 đến 100, không có phần lẻ."
        kwargs["error_messages"] = {"invalid": words, "min_value": words, "max_value": words}
        super().__init__(min_value=0, max_value=100, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "size": 4, "maxlength": 6})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(str(value).replace("%", "").strip() if value is not None else value)


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; the cleaned value is a list. What a file is, is looked at by its content (``services.evidence``)."""

    widget = SeveralFilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)
        # An iPhone turns its own HEIC into JPEG only where HEIC is not among what is accepted.
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,.pdf,.doc,.docx,.xls,.xlsx"

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads: Sequence[UploadedFile[bytes]] = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not uploads and self.required:
            raise ValidationError("Chọn ít nhất một tệp.")
        if len(uploads) > self.most:
            raise ValidationError(f"Mỗi lần gửi tối đa {self.most} tệp. Chia ra nhiều lần.")
        return list(uploads)
