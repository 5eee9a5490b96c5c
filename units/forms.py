"""What the account pages ask. Whether an act is allowed, and who fits where, is decided by ``units.services``."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator

from common.errors import Invalid, can
from common.text import clean
from units import lockout, rules
from units.accounts import WITHOUT_MAIL, Group, State
from units.entries import Level
from units.finding import find_unit
from units.models import Area, Unit, User
from units.passwords import MOST_CHARACTERS
from units.roles import ROLES, Role

PASSWORD_WORDS = {
    "password_too_short": "Mật khẩu mới cần ít nhất {min_length} ký tự. Thêm vài chữ nữa.",
    "password_too_similar": "Mật khẩu mới quá giống tên đăng nhập, họ tên hoặc địa chỉ thư. Chọn mật khẩu khác.",
    "password_too_common": "Mật khẩu mới có nhiều người dùng nên dễ bị đoán. Chọn mật khẩu khác.",
    "password_entirely_numeric": "Mật khẩu mới không được toàn chữ số. Thêm vài chữ cái.",
}


_KINDS_OF_UNIT = [
    (label, Unit(kind=kind, area=Area(level=level)))
    for label, kind, level in (
        ("Trung tâm", Unit.Kind.CENTRE, Level.PROVINCE),
        ("Văn phòng UBND Tỉnh", Unit.Kind.OFFICE, Level.PROVINCE),
        ("UBND Tỉnh", Unit.Kind.UBND, Level.PROVINCE),
        ("UBND cấp huyện, cấp xã", Unit.Kind.UBND, Level.DISTRICT),
        ("Bưu điện", Unit.Kind.POST, Level.DISTRICT),
        ("Sở, cơ quan khác", Unit.Kind.DEPARTMENT, Level.PROVINCE),
    )
]


class LoginForm(AuthenticationForm):
    """A wrong name and a wrong password say the same; only who knows the password learns that the account is closed or has no unit."""

    remember = forms.BooleanField(label="", required=False)
    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock, bộ gõ tiếng Việt rồi nhập lại.",
        "inactive": "Tài khoản này đã ngừng dùng. Liên hệ quản trị của Trung tâm nếu cần dùng lại.",
        "waiting": "Tài khoản này chờ một người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận rồi mới vào được. Nhờ người ấy mở trang "
        "“Xác nhận quyền” trên cổng, hoặc liên hệ quản trị.",
        "no_unit": "Tài khoản này chưa thuộc đơn vị nào nên chưa vào được. Liên hệ quản trị của Trung tâm để được xếp vào đơn vị.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("username").max_length or 0
        words = f"Tên đăng nhập có nhiều nhất {longest} ký tự. Kiểm tra lại ô này."
        self.fields["remember"].label = f"Giữ đăng nhập trên máy này, đến khi {settings.SESSION_HOURS} giờ không dùng"
        self.fields["username"].validators.append(MaxLengthValidator(longest, words))

    def confirm_login_allowed(self, user: Any) -> None:
        """Who waits for a second person comes in once, to change the password that he was given: before that none confirms him."""
        waits = user.membership is None and user.open_post is not None
        reason = "inactive" if not user.is_active else "waiting" if waits else "no_unit" if user.membership is None else ""
        if reason == "waiting" and user.must_change_password:
            return
        if reason:
            lockout.forgive(self.request, user.username)
            raise ValidationError(self.error_messages[reason], code=reason)


class PasswordForm(forms.Form):
    """A person's own new password, with the current one as proof."""

    old_password = forms.CharField(
        label="Mật khẩu đang dùng", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    new_password1 = forms.CharField(
        label="Mật khẩu mới", strip=False, max_length=MOST_CHARACTERS, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    new_password2 = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Nhập mật khẩu mới lần nữa vào ô “Nhập lại mật khẩu mới”."},
    )

    def __init__(self, user: User, proves: Callable[[str], bool], *args: Any, **kwargs: Any) -> None:
        """``proves``: whether this is the person's present password; asked once."""
        super().__init__(*args, **kwargs)
        self.user, self.proves = user, proves

    def clean_old_password(self) -> str:
        given: str = self.cleaned_data["old_password"]
        if not self.proves(given):
            raise ValidationError("Mật khẩu đang dùng chưa đúng. Nhập lại.")
        return given

    def clean_new_password1(self) -> str:
        wanted: str = self.cleaned_data["new_password1"]
        if wanted == self.cleaned_data.get("old_password"):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        try:
            password_validation.validate_password(wanted, self.user)
        except ValidationError as refused:
            raise ValidationError([_plain(error) for error in refused.error_list]) from refused
        return wanted

    def clean_new_password2(self) -> str:
        again: str = self.cleaned_data["new_password2"]
        wanted = self.cleaned_data.get("new_password1")
        if wanted is not None and wanted != again:
            raise ValidationError("Hai lần nhập mật khẩu mới không giống nhau. Nhập lại.")
        return again


def _plain(error: ValidationError) -> str | ValidationError:
    """Django's words on a password, said plainly; those of a validator that is not known here stay as they are."""
    words = PASSWORD_WORDS.get(error.code or "")
    return words.format(**(error.params or {})) if words else error


class AccountFilter(forms.Form):
    """Conditions of the users page. What is not understood is left out: a list never fails for its address."""

    q = forms.CharField(label="Tìm tài khoản hoặc đơn vị", required=False, max_length=100)
    nhom = forms.ChoiceField(choices=[("", "Tất cả"), *Group.choices], required=False)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", choices=[("", "Tất cả"), *State.choices, (WITHOUT_MAIL, "Chưa có địa chỉ thư")], required=False
    )

    def conditions(self) -> dict[str, str]:
        """The conditions that are on, by the name of their parameter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class UnitField(forms.CharField):
    """A unit by its code or exact name; the page offers all of them in a datalist, so it works without JavaScript."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Chọn “Đơn vị” trong danh sách gợi ý, hoặc nhập mã đơn vị."}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "danh-sach-don-vi", "autocomplete": "off"}
        super().__init__(**{"label": "Đơn vị", "max_length": 240, "widget": forms.TextInput(attrs), **kwargs})

    def clean(self, value: Any) -> Unit | None:
        text = super().clean(value)
        try:
            return find_unit(text) if text else None
        except Invalid as error:
            raise ValidationError(error.message) from error


def role_choices() -> list[tuple[str, str]]:
    """Every role with the units that it fits: the choice is checked by the service against the unit."""
    fits = {role: ", ".join(label for label, unit in _KINDS_OF_UNIT if can(rules.check_role_fits, role, unit)) for role in Role}
    return [(role.value, f"{role.label} – {ROLES[role].about} (dành cho: {fits[role]})") for role in Role]


class PostForm(forms.Form):
    """Where a person works and in which role."""

    unit = UnitField()
    role = forms.ChoiceField(label="Vai trò", choices=role_choices, widget=forms.RadioSelect)


class PersonForm(forms.Form):
    """What is written about a person, besides the post."""

    full_name = forms.CharField(label="Họ tên hoặc chức danh", max_length=120)
    email = forms.EmailField(
        label="Địa chỉ thư",
        max_length=254,
        required=False,
        help_text="Để nhận nhắc việc.",
        error_messages={"invalid": "Địa chỉ thư chưa đúng. Ví dụ: ubnd.huyencaolanh@dongthap.gov.vn."},
    )

    def clean_full_name(self) -> str:
        return clean(self.cleaned_data["full_name"])


class NewPersonForm(PersonForm):
    """A person with a new account. The password is made by the portal and shown once."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, số và các dấu . _ -, ví dụ: ubnd.huyencaolanh. Không đổi được về sau.",
        validators=[RegexValidator(rf"\A{rules.USERNAME.pattern}\Z", rules.USERNAME_WORDS)],
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["username", "full_name", "email"]


class AccountForm(PostForm, NewPersonForm):
    """A new account in a post."""

    field_order = ["username", "full_name", "email", "unit", "role"]
