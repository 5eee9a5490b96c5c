"""What the portal refuses, in words that a person can act on. Views turn these into messages, never into a 500."""

from collections.abc import Callable
from typing import Any


class PortalError(Exception):
    """Base of every expected refusal; ``message`` is a Vietnamese sentence for the screen."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Forbidden(PortalError):
    """This person may not do this act on this thing now; the message says why."""


class Conflict(PortalError):
    """Somebody else changed the thing meanwhile; nothing was overwritten."""


class Invalid(PortalError):
    """What was entered can't be used; ``field`` names the input where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class FileRefused(PortalError):
    """A file as a whole can't be used; ``code`` is one of the file errors that docs/reading.md lists."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotStored(OSError):
    """The store of files takes nothing: full, or not writable. Nothing of the act was kept; a fault of the machine (503), no refusal."""


def can(check: Callable[..., None], *args: Any) -> bool:
    """The yes-or-no twin of any ``check_…`` of the rooms' rules."""
    try:
        check(*args)
    except (Forbidden, Invalid):
        return False
    return True
