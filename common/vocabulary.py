"""The words, icons and tones of a state, once for tags, stacked bars and legends: colour, icon and label always come together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

DUE_SOON_DAYS = 7
"""The one home of "sắp đến hạn": sets, tags, lists, letters and ``statistics`` read it here, when they are asked."""


def due_soon_words() -> str:
    """'còn tối đa 7 ngày', inside a sentence."""
    return f"còn tối đa {DUE_SOON_DAYS} ngày"


@dataclass(frozen=True)
class State:
    """``tone`` is a class of the stylesheet (``s-todo`` …), ``icon`` a name of ``common.icons``, ``label`` what a person reads."""

    tone: str
    icon: str
    label: str


TONES = frozenset({"todo", "doing", "wait", "block", "done", "late", "soon"})

# Keys are what is stored; "returned" and "blocked" are shown over todo or doing and are never stored. Order is that of stacked bars.
ITEM_STATES: Mapping[str, State] = {
    "verified": State("done", "circle-check", "Hoàn thành"),
    "claimed": State("wait", "hourglass", "Chờ xác nhận"),
    "doing": State("doing", "progress", "Đang thực hiện"),
    "blocked": State("block", "alert-triangle", "Đang vướng mắc"),
    "todo": State("todo", "circle-dashed", "Chưa bắt đầu"),
    "returned": State("soon", "arrow-back-up", "Cần bổ sung"),
    "withdrawn": State("todo", "x", "Đã rút"),
}

ACCOUNT_STATES: Mapping[str, State] = {
    "active": State("done", "circle-check", "Đang dùng"),
    "never": State("todo", "circle-dashed", "Chưa đăng nhập"),
    "waiting": State("soon", "clock", "Chờ xác nhận"),
    "locked": State("soon", "lock", "Có nơi bị chặn"),
    "closed": State("todo", "x", "Ngừng dùng"),
}


def item_state(status: str, *, returned: bool = False, blocked: bool = False) -> State:
    """What to show for a stored status. An open difficulty wins over a return: the next move is then not the unit's alone."""
    if status in ("todo", "doing") and (blocked or returned):
        return ITEM_STATES["blocked" if blocked else "returned"]
    return ITEM_STATES[_known(status)]


def _known(status: str) -> str:
    if status not in ITEM_STATES:
        raise ValueError(f"unknown item status {status!r}")
    return status


def due_state(due_on: date | None, today: date, status: str, *, none: str = "Không ghi hạn", waiting: str = "") -> State | None:
    """The deadline in words, beside the state and never merged with it. A claimed item's clock stands still; no date is never late.

    ``waiting`` says who has to act on a claim, ``none`` what stands for a missing date; "" gives None: nothing is shown.
    The day itself is not late: a due date is inclusive. ``tone`` is "", "soon" or "late".
    """
    if status == "verified":
        return State("", "circle-check", "Đã xong")
    if status == "claimed":
        return State("", "hourglass", waiting) if waiting else None
    if _known(status) == "withdrawn":
        return None
    if due_on is None:
        return State("", "calendar", none) if none else None
    left = (due_on - today).days
    if left < 0:
        return State("late", "alert-octagon", f"Quá hạn {-left} ngày")
    if left == 0:
        return State("soon", "clock", "Hạn hôm nay")
    return State("soon", "clock", f"Còn {left} ngày") if left <= DUE_SOON_DAYS else State("", "calendar", f"Còn {left} ngày")
