"""Whether two texts say the same, as a person would judge: the one home of that question (docs/reading.md, "Actions").

``identity_key`` folds what nobody takes for a difference: letter case, Unicode form and tone placement (``text.match_key``), white space,
quotation marks, dashes and punctuation. A mark between two digits stays ("3,5" is not "35", "3-5 ngày" is no "3,5 ngày"), and so does what
is a word of its own ("%", "/", "+", "<"). Accents stay: Tân Thạnh is not Tân Thành. ``identity_mark`` is its short form for storing and for
unique constraints, kept in an ``identity_field.IdentityField`` beside the text.
"""

import hashlib
import re

from common.text import match_key

MARK_LENGTH = 32
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d~]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s*([-.,:;])\s*(?=\d)")
_KEPT = {"-": "\ue000", ".": "\ue001", ",": "\ue002", ":": "\ue003", ";": "\ue004"}
_PUNCTUATION = re.compile(r"[-.,:;!?…·•()\[\]{}\"'`´“”„‟‘’‚‛«»‹›″′＂＇。、_]")
_AROUND_SIGNS = re.compile(r"\s*([%/+<>=≥≤&*])\s*")


def identity_key(text: str) -> str:
    """Equal for two texts that say the same. A text of nothing but marks is its own key."""
    key = _DASHES.sub("-", match_key(text))
    apart = _BETWEEN_DIGITS.sub(lambda found: _KEPT[found[1]], key)
    apart = " ".join(_PUNCTUATION.sub(" ", apart).split())
    return _AROUND_SIGNS.sub(r"\1", apart) or key


def identity_mark(text: str) -> str:
    """``identity_key`` as 32 hexadecimal digits."""
    return hashlib.sha256(identity_key(text).encode()).hexdigest()[:MARK_LENGTH]
