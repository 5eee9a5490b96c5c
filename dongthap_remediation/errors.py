"""What the portal refuses becomes a page in plain Vietnamese, never a 500: for whatever a view did not turn into a message of its own."""

import errno
import sys

import psycopg2
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from psycopg2.errors import DiskFull

from common.errors import Conflict, Forbidden, NotStored, PortalError
from units.models import User
from units.roles import Role

REFUSED = {Conflict: (409, "Nội dung đã được người khác sửa"), PortalError: (400, "Chưa làm được việc này")}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason. Only our own refusals are shown, bare or as the cause of Django's; a library's words are for no person."""
    refusal = exception if isinstance(exception, PortalError) else getattr(exception, "__cause__", None)
    words = {"exception": refusal.message if isinstance(refusal, PortalError) else "", "way_out": way_out(request)}
    return render(request, "403.html", words, status=403)


def way_out(request: HttpRequest) -> str:
    """Whom to turn to, by who asks: nobody is sent to himself. Accounts and roles are the administrator's matter, also for the Centre."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return ""
    match user.role:
        case Role.ADMIN:
            return "Quản trị giữ tài khoản, đơn vị và danh mục; việc này do cán bộ có vai trò phù hợp làm."
        case Role.LEADER:
            return "Tài khoản này chỉ để xem. Cần làm việc này thì giao cho cán bộ của đơn vị."
        case Role.READER:
            return "Tài khoản này dùng để đọc văn bản chỉ đạo mà đơn vị được nêu tên."
        case Role.CENTRE | Role.VERIFIER:
            return "Nếu đây là việc của mình, báo quản trị cổng để xem lại vai trò của tài khoản, gửi kèm địa chỉ trang."
        case _:
            return "Nếu đây là việc của đơn vị mình, báo Trung tâm để được cấp quyền, gửi kèm địa chỉ trang."


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOTDIR, errno.EIO, errno.ESTALE})  # no room, or no folder to write to
GOING = ("08", "57P")  # classes of PostgreSQL's codes: connection lost; shut down, or not yet open
NOT_OURS = frozenset({errno.EACCES, errno.EPERM})  # of a file; without a name it is a connection that was not allowed


def nothing_can_be_stored(error: BaseException | None) -> bool:
    """The disk of the files or of the database is full, or may not be written."""
    if isinstance(error, NotStored):
        return True
    if isinstance(error, OSError):
        return error.errno in FULL or (error.errno in NOT_OURS and error.filename is not None)
    return error is not None and isinstance(error.__cause__, DiskFull)


def database_is_away(error: BaseException | None) -> bool:
    """PostgreSQL is stopped, starts, or went while it was asked. A query that it refused or broke off has a code, and is a fault."""
    cause = error.__cause__ if isinstance(error, (OperationalError, InterfaceError)) else None
    return isinstance(cause, psycopg2.Error) and (cause.pgcode is None or cause.pgcode.startswith(GOING))


def fault(request: HttpRequest) -> HttpResponse:
    """``handler500``: Django calls it while the exception is being handled, whichever layer it came from (a large upload fills the disk
    before any view begins). A page without the request, the session or the database, for these may be what is missing."""
    error = sys.exc_info()[1]
    if nothing_can_be_stored(error):
        return HttpResponse(render_to_string("503.html"), status=503)
    if database_is_away(error):
        return HttpResponse(render_to_string("503_away.html"), status=503, headers={"Retry-After": "30"})
    return HttpResponse(render_to_string("500.html"), status=500)


class RefusalMiddleware(MiddlewareMixin):
    """Answers an uncaught ``PortalError``: ``Forbidden`` with 403, ``Conflict`` with 409, the others with 400."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for an exception that left a view; anything but a refusal stays an error."""
        if not isinstance(exception, PortalError):
            return None
        if isinstance(exception, Forbidden):
            return forbidden(request, exception)
        status, title = next(answer for kind, answer in REFUSED.items() if isinstance(exception, kind))
        return render(request, "refused.html", {"title": title, "reason": exception.message, "status": status}, status=status)
