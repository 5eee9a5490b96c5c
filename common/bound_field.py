"""A Django bound field as the ``field`` component draws it: label, hint, error, control, with their ids wired for screen readers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

_CONTROL_CLASS = {"check": "form-check-input", "select": "form-select", "control": "form-control"}


@dataclass(frozen=True)
class Option:
    """One radio button or check box of a group."""

    control: SafeString
    id: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """``kind`` is control | check | group; ``options`` is filled for a group, ``control`` for the others."""

    kind: str
    label: str
    hint: str
    errors: list[str]
    id: str
    hint_id: str
    error_id: str
    described_by: str
    required: bool
    control: SafeString | str
    options: list[Option]


def first_id(bound: BoundField) -> str:
    """The id that a link to the field jumps to: of a group its first option."""
    return f"{bound.auto_id}_0" if _is_group(bound) else bound.auto_id


def error_words(bound: BoundField, label: str) -> list[str]:
    """The errors of a field; where Django only says that something is required, what to do about it instead."""
    words: list[str] = []
    for error in bound.errors.as_data():
        if error.code == "required" and str(error.message) == str(forms.Field.default_error_messages["required"]):
            words.append(f"{_required_verb(bound)} “{label.rstrip(' ?:')}”")
        else:
            words += error.messages
    return words


def _required_verb(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "Đánh dấu"
    return "Chọn" if isinstance(widget, (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)) else "Nhập"


def describe(bound: BoundField, *, label: str, hint: str, size: str, width: str) -> FieldView:
    """All that the template needs. ``label`` and ``hint`` win over those of the form where they are given."""
    auto_id = bound.auto_id
    name = label or str(bound.label)
    errors = error_words(bound, name)
    hint_text = hint or bound.help_text
    hint_id, error_id = f"{auto_id}-h", f"{auto_id}-e"
    described_by = " ".join(filter(None, [hint_id if hint_text else "", error_id if errors else ""]))
    group = _is_group(bound)
    kind = "group" if group else "check" if isinstance(bound.field.widget, forms.CheckboxInput) else "control"
    attrs = {} if group else _attrs(bound, kind, described_by, invalid=bool(errors), size=size, width=width)
    return FieldView(
        kind=kind,
        label=name,
        hint=str(hint_text),
        errors=errors,
        id=auto_id,
        hint_id=hint_id,
        error_id=error_id,
        described_by=described_by,
        required=bound.field.required,
        control="" if group else bound.as_widget(attrs=attrs),
        options=_options(bound, described_by if errors else "") if group else [],
    )


def _is_group(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))


def _attrs(bound: BoundField, kind: str, described_by: str, *, invalid: bool, size: str, width: str) -> dict[str, Any]:
    widget = bound.field.widget
    style = "check" if kind == "check" else "select" if isinstance(widget, forms.Select) else "control"
    base = _CONTROL_CLASS[style]
    classes = [widget.attrs.get("class", ""), base, f"{base}-{size}" if size else "", f"w-{width}" if width else ""]
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if described_by:
        attrs["aria-describedby"] = described_by
    if invalid:
        attrs["aria-invalid"] = "true"
    if isinstance(widget, forms.Textarea):
        attrs["rows"] = 4 if widget.attrs.get("rows") in (None, "10") else widget.attrs["rows"]  # 10 is Django's own default
    return attrs


def _options(bound: BoundField, described_by: str) -> list[Option]:
    options = []
    for choice in bound.subwidgets:
        attrs = choice.data["attrs"]
        attrs["class"] = _CONTROL_CLASS["check"]
        if described_by:
            attrs["aria-describedby"] = described_by
        options.append(Option(control=choice.tag(), id=choice.id_for_label, label=str(choice.choice_label)))
    return options
