"""From an uploaded dispatch to work given out: keep a draft, correct it, answer its open questions, issue it, decide on waiting units."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from directives import rules
from directives.models import Directive, DirectiveReading, PendingUnit, PointUnit
from directives.models.directive import upload_to
from directives.proposing.answers import Outcome, apply_answers, safe_answers, unanswered
from directives.proposing.grouping import groups_of
from directives.proposing.planning import build_plan
from directives.services.dating import date_relative_points
from directives.services.evidence import display_name
from directives.services.filing import keep, with_files
from directives.services.finding_items import make_waiting_items
from directives.services.making import fitting, make_groups, make_points, make_units, make_work
from directives.services.naming import remember_names
from directives.services.recording import record_directive
from directives.services.stored_files import drop_after_commit
from directives.workflow import DIRECTIVE_FLOW, DirectiveStatus
from reading.dispatch.proposal import Proposal
from reading.files.sniff import ORIGINAL
from units.books import units_by_code
from units.entries import BookUnit
from units.models import User


@dataclass(frozen=True)
class Issued:
    """What one issue made."""

    directive: Directive
    items: int
    obligations: int
    waiting: tuple[tuple[str, str], ...]


def _set_header(directive: Directive, proposal: Proposal) -> None:
    """The header fields of the record follow the proposal; they are columns because lists, search and uniqueness need them."""
    directive.number = fitting(directive, "number", proposal.number) or None
    directive.issued_on = proposal.issued_on
    directive.issued_year = proposal.issued_on.year if proposal.issued_on else proposal.issued_year
    directive.subject = proposal.subject or ""
    for name in ("symbol", "kind", "issuer", "place", "issued_text", "signer", "signer_title", "signed_for"):
        setattr(directive, name, fitting(directive, name, getattr(proposal, name)))


@with_files()
def save_draft(*, by: User | None, proposal: Proposal, file_name: str, content: bytes) -> Directive:
    """Keep what was read as a draft, with the file itself; of what is typed by hand there may be none. ``by=None`` is the command line.
    What is active is refused: all will open it.
    """
    if by is not None:
        rules.check_can_steer(by)
    if content:
        ORIGINAL.take(content, display_name(file_name))
    directive = Directive(
        file_name=display_name(file_name),
        file_sha256=hashlib.sha256(content).hexdigest() if content else "",
        created_at=clock.now(),
        created_by=by,
    )
    _set_header(directive, proposal)
    if content:
        path = upload_to(directive, file_name)
        keep(Directive, "file", path, content)
        directive.file.name = path
    directive.save()
    DirectiveReading.objects.create(directive=directive, proposal=proposal.to_storage())
    words = f"tải lên văn bản “{directive.file_name}”" if content else "mở bản nháp để nhập tay"
    record_directive(directive, by=by, verb="uploaded", text=words, data={"sha256": directive.file_sha256})
    return directive


def _lock(directive_id: int, version: int | None = None) -> Directive:
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    if version is not None and version != directive.version:
        raise Conflict("Có người vừa sửa bản nháp này. Chưa lưu gì; xem lại bản mới rồi sửa tiếp.")
    return directive


@transaction.atomic
def update_draft(
    *, directive_id: int, version: int, by: User, proposal: Proposal, answers: Mapping[str, Any], changes: list[str]
) -> Directive:
    """Keep corrections and answers of a draft. ``changes`` are the Vietnamese words for the history, one a value."""
    directive = _lock(directive_id, version)
    rules.check_can_edit_draft(by, directive)
    directive.reading.proposal = proposal.to_storage()
    directive.reading.answers = dict(answers)
    directive.reading.save()
    directive.version += 1
    _set_header(directive, proposal)
    directive.save()
    if changes:
        record_directive(directive, by=by, verb="corrected", text="sửa bản đề xuất: " + "; ".join(changes)[:2000])
    return directive


@transaction.atomic
def discard_draft(*, directive_id: int, by: User) -> None:
    """Throw a draft away; nothing was given out from it."""
    directive = _lock(directive_id)
    rules.check_can_edit_draft(by, directive)
    record_directive(directive, by=by, verb="discarded", text=f"bỏ bản nháp “{directive.file_name}”")
    if directive.file:
        drop_after_commit(Directive, str(directive.file.name))
    directive.delete()


@transaction.atomic
def issue_directive(*, directive_id: int, by: User | None, version: int | None = None) -> Issued:
    """Make points, items and obligations of a draft, all or nothing.

    In the browser every question must be answered; ``by=None`` (the command line) takes the safe answer to each open question, recorded.
    """
    directive = _lock(directive_id, version)
    if why := DIRECTIVE_FLOW.refusal(DIRECTIVE_FLOW["issue"], directive.status):
        raise Forbidden(why)
    proposal = Proposal.from_storage(directive.reading.proposal)
    if by is not None:
        rules.check_can_edit_draft(by, directive)
        if left := unanswered(proposal, directive.reading.answers):
            raise Invalid(f"Còn {len(left)} chỗ phải chọn trước khi giao việc.")
        if not proposal.points:
            raise Invalid("Văn bản chưa có điểm nào. Quay lại nhập điểm rồi giao việc.")
    answers = {**safe_answers(proposal), **directive.reading.answers}
    outcome = apply_answers(proposal, answers)
    units = units_by_code()
    groups = groups_of(proposal, answers)
    plan = build_plan(outcome.proposal, units=units, groups=groups, taken_in=outcome.taken_in, waiting=outcome.waiting)
    if not plan.items and not plan.obligations:
        raise Invalid("Văn bản chưa giao việc cho đơn vị nào: chọn đơn vị chủ trì cho ít nhất một điểm.")
    directive.reading.answers = answers
    directive.reading.save(update_fields=["answers"])
    _set_header(directive, outcome.proposal)
    _check_number_free(directive)
    directive.save()
    step = DIRECTIVE_FLOW.advance("issue", directive, by=by, issued_at=clock.now(), issued_by=by)
    make_units(directive, outcome.proposal, units)
    make_groups(directive, groups)
    make_points(directive, outcome.proposal, plan, units)
    made = make_work(directive, plan, units, by=by)
    _make_pending(directive, outcome, units, by=by)
    if by is not None:
        remember_names(proposal, answers, units, by=by)
    told = {code for item in plan.items for code in (item.responsible, item.accountable, *item.coordinating)}
    record_directive(
        directive,
        by=by,
        verb="issued",
        text=step.words.format(items=made[0], obligations=made[1]),
        parties=told,
        data={"items": made[0], "obligations": made[1], "answers": answers},
    )
    waiting = tuple((code, "addressee_without_task") for code in outcome.waiting)
    return Issued(directive, made[0], made[1], waiting)


def _check_number_free(directive: Directive) -> None:
    same = Directive.objects.issued().filter(symbol=directive.symbol, number=directive.number, issued_year=directive.issued_year)
    if directive.number and same.exclude(pk=directive.pk).exists():
        raise Invalid(f"Đã có văn bản {directive.reference} trên cổng. Kiểm tra lại số, ký hiệu.", field="number")


def _make_pending(directive: Directive, outcome: Outcome, units: Mapping[str, BookUnit], *, by: User | None) -> None:
    """Units that wait, and those decided on the way: by whoever issues, or on the command line by whoever gave the answer."""
    code = "addressee_without_task"
    for unit in outcome.waiting:
        PendingUnit.objects.create(directive=directive, unit_id=units[unit].pk, code=code)
    decided = [(unit, PendingUnit.Outcome.TAKEN_IN) for unit in outcome.taken_in]
    decided += [(unit, PendingUnit.Outcome.LEFT_OUT) for unit in outcome.left_out]
    for unit, choice in decided:
        answered_by = directive.reading.answers.get(f"{code}:{unit}", {}).get("by")
        PendingUnit.objects.create(
            directive=directive,
            unit_id=units[unit].pk,
            code=code,
            outcome=choice,
            reason=outcome.reasons[unit],
            decided_at=clock.now(),
            decided_by_id=by.pk if by else answered_by,
        )


@transaction.atomic
def decide_pending(*, pending_id: int, by: User, take_in: bool, reason: str) -> PendingUnit:
    """The Centre's decision on a waiting unit, with its reason. Taken in, it gets what its peers got; left out, nothing changes."""
    rules.check_can_steer(by)
    pending = PendingUnit.objects.select_for_update(of=("self",)).select_related("unit__area__parent", "directive").get(pk=pending_id)
    reason = reason.strip()
    if pending.outcome:
        raise Conflict("Đơn vị này đã được quyết định trước đó. Xem lại trang văn bản.")
    if not reason:
        raise Invalid("Ghi căn cứ, lý do của quyết định.", field="reason")
    directive = _lock(pending.directive_id)
    rules.check_followed(directive)
    pending.outcome = PendingUnit.Outcome.TAKEN_IN if take_in else PendingUnit.Outcome.LEFT_OUT
    pending.reason, pending.decided_at, pending.decided_by = reason, clock.now(), by
    pending.save()
    made = (0, 0)
    if take_in:
        units = units_by_code()
        proposal = Proposal.from_storage(directive.reading.proposal)
        outcome = apply_answers(proposal, directive.reading.answers)
        taken = list(directive.pending_units.filter(outcome=PendingUnit.Outcome.TAKEN_IN).values_list("unit__code", flat=True))
        plan = build_plan(outcome.proposal, units=units, groups=groups_of(proposal, directive.reading.answers), taken_in=taken)
        points = {point.key: point for point in directive.points.all()}
        PointUnit.objects.bulk_create(
            PointUnit(point=points[key], unit=pending.unit, role=PointUnit.Role.LEAD)
            for key, leads in plan.leads.items()
            if pending.unit.code in leads
        )
        made = make_work(directive, plan, units, by=by)
        made = made[0] + make_waiting_items(directive, units, by=by), made[1]
    words = f"không đưa {pending.unit.name} vào phạm vi"
    if take_in:
        words = f"đưa {pending.unit.name} vào phạm vi: thêm {made[0]} nội dung, {made[1]} báo cáo"
    data = {"reason": reason, "taken_in": take_in}
    record_directive(directive, by=by, verb="pending_decided", text=f"{words}. “{reason}”", parties=[pending.unit.code], data=data)
    return pending


@transaction.atomic
def fill_in_number(*, directive_id: int, version: int, by: User, number: str, issued_on: date | None) -> Directive:
    """Fill in what the clerk stamped on later; the old values stay in the history."""
    directive = _lock(directive_id, version)
    rules.check_can_steer(by)
    if directive.status == DirectiveStatus.DRAFT:
        raise Forbidden("Văn bản còn là bản nháp: điền số, ngày ở trang xem lại đề xuất.")
    number = number.strip()
    if not number and issued_on is None:
        raise Invalid("Điền số hoặc ngày ban hành.", field="number")
    if len(number) > 20:
        raise Invalid("Số văn bản dài quá 20 ký tự. Chỉ ghi phần số, ví dụ 45.", field="number")
    if issued_on is not None and issued_on > clock.today():
        raise Invalid("Ngày ban hành ở tương lai. Kiểm tra lại ngày.", field="issued_on")
    before = directive.reference
    directive.number = number or directive.number
    if issued_on is not None:
        directive.issued_on, directive.issued_year = issued_on, issued_on.year
    _check_number_free(directive)
    directive.version += 1
    directive.save(update_fields=["number", "issued_on", "issued_year", "version"])
    if issued_on is not None:
        date_relative_points(directive, by=by)
    record_directive(directive, by=by, verb="number_filled", text=f"điền số, ngày văn bản: {before} → {directive.reference}")
    return directive
