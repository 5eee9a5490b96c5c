"""How passwords are kept, and which are refused. Named in the settings (``PASSWORD_HASHERS``, ``AUTH_PASSWORD_VALIDATORS``)."""

from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

from common.text import fold

LEAST_CHARACTERS = 10
LEAST_DIFFERENT = 5
LEAST_OF_ITS_OWN = 4
MOST_CHARACTERS = 200


class PortalArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at OWASP's parameters (Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane).

    Django's own ask for 100 MiB and 8 lanes: sixty people who come at eight o'clock would take 6 GB.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class SubstanceValidator:
    """A password needs characters that count: ten spaces, ten equal letters or the person's own name behind a digit are none."""

    def validate(self, password: str, user: Any = None) -> None:
        dense = "".join(password.split())
        if len(dense) < LEAST_CHARACTERS or len(set(dense.lower())) < LEAST_DIFFERENT:
            raise ValidationError(self.get_help_text(), code="password_without_substance")
        letters = _letters(password)
        for name in filter(None, map(_letters, _names_of(user))):
            if name in letters and len(letters.replace(name, "")) < LEAST_OF_ITS_OWN:
                raise ValidationError("Mật khẩu chỉ là tên của tài khoản hoặc của đơn vị.", code="password_too_similar")

    def get_help_text(self) -> str:
        return f"Mật khẩu mới cần ít nhất {LEAST_CHARACTERS} ký tự không kể dấu cách, trong đó ít nhất {LEAST_DIFFERENT} ký tự khác nhau."


def _letters(text: str) -> str:
    """Compared without accents, case and everything that is neither letter nor digit."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _names_of(user: Any) -> list[str]:
    if user is None:
        return []
    unit = user.unit if user.pk else None
    return [user.username, user.full_name, user.email.partition("@")[0], *((unit.name, unit.qualified_name) if unit else ())]
