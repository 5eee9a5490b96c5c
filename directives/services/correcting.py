"""Corrections and answers of a draft in one act: values worked in, points added, split, joined or taken away, and kept with their words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from common.due import DueDate
from common.errors import Conflict, Invalid
from common.formats import vn_date
from common.text import match_key
from directives import rules
from directives.models import Directive
from directives.proposing.asking import NEW, OTHER, questions_of
from directives.proposing.edits import Corrected, Posted, add_point, correct, join_up, remove_point, split_lines
from directives.proposing.grouping import GROUPS_KEY
from directives.proposing.reconsider import Directory
from directives.services.issuing import update_draft
from reading.dispatch.proposal import Proposal
from units.models import Unit, User
from units.unit_services import add_unit


@dataclass(frozen=True)
class Act:
    """What a person does to the points besides correcting values: ``kind`` is add, split, join or remove; the rest is of an added point."""

    kind: str
    key: str
    text: str = ""
    lead: tuple[str, ...] = ()
    due: DueDate | None = None


@transaction.atomic
def correct_draft(
    *, directive_id: int, version: int, by: User, posted: Posted, answers: Mapping[str, Any], act: Act | None, directory: Directory
) -> tuple[Directive, list[str]]:
    """Keep what was corrected; returns the draft and one phrase a change. Where nothing changed, nothing is written.

    An answer "new" (``{"choice": "new", "unit": {name, kind, parent, valid_from}}``) adds its unit to the list first, once for all
    questions that it answers.
    """
    directive = Directive.objects.get(pk=directive_id)
    rules.check_can_edit_draft(by, directive)
    if version != directive.version:
        raise Conflict("Có người vừa sửa bản nháp này. Chưa lưu gì; xem lại bản mới rồi sửa tiếp.")
    proposal = Proposal.from_storage(directive.reading.proposal)
    done = correct(proposal, posted, directory=directory)
    if act is not None:
        more = _do(done.proposal, act, directory)
        done = Corrected(more.proposal, done.changes + more.changes)
    asked = {question.key for question in questions_of(done.proposal)} | {GROUPS_KEY}
    kept, added = _with_new_units({key: answer for key, answer in answers.items() if key in asked}, by)
    known = directory.name
    directory = replace(directory, name=lambda code: added.get(code) or known(code))
    changes = done.changes + _answer_words(done.proposal, directive.reading.answers, kept, directory)
    if not changes and kept == directive.reading.answers:
        return directive, []
    saved = update_draft(directive_id=directive_id, version=version, by=by, proposal=done.proposal, answers=kept, changes=changes)
    return saved, changes


def _with_new_units(answers: Mapping[str, Any], by: User) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers, the units that they add made and chosen; and the names of these by code."""
    kept, added, codes = {}, {}, {}
    for key, answer in answers.items():
        if key == GROUPS_KEY or answer.get("choice") != NEW:
            kept[key] = answer
            continue
        wanted = answer["unit"]
        place = (match_key(wanted["name"]), wanted["parent"])
        if place not in codes:
            parent = Unit.objects.select_related("area").get(code=wanted["parent"])
            start = date.fromisoformat(wanted["valid_from"]) if wanted["valid_from"] else None
            unit = add_unit(by=by, name=wanted["name"], kind=wanted["kind"], parent=parent, valid_from=start)
            codes[place] = unit.code
            added[unit.code] = unit.name
        kept[key] = {"choice": OTHER, "reason": answer["reason"], "units": [codes[place]], "by": answer["by"]}
    return kept, added


def _do(proposal: Proposal, act: Act, directory: Directory) -> Corrected:
    if act.kind == "add":
        if not act.key:
            raise Invalid("Ghi ký hiệu của điểm thêm, ví dụ 4 hoặc 1.d.", field="new_key")
        if not act.text:
            raise Invalid("Ghi nội dung của điểm thêm.", field="new_text")
        return add_point(proposal, key=act.key, text=act.text, lead=act.lead, due=act.due, directory=directory)
    if not any(point.key == act.key for point in proposal.points):
        raise Invalid(f"Không còn điểm {act.key}. Tải lại trang rồi sửa tiếp.")
    change = {"split": split_lines, "join": join_up, "remove": remove_point}[act.kind]
    return change(proposal, key=act.key, directory=directory)


def _answer_words(proposal: Proposal, before: Mapping[str, Any], after: Mapping[str, Any], directory: Directory) -> list[str]:
    """What was chosen, in the words of the page."""
    words = []
    for question in questions_of(proposal):
        was, now = ({**(each.get(question.key) or {}), "by": None} for each in (before, after))
        if was == now:
            continue
        label = next((option.label for option in question.options if option.value == now.get("choice")), "bỏ chọn")
        if now.get("choice") == OTHER:
            units = ", ".join(map(directory.name, now.get("units") or ()))
            label = units or vn_date(date.fromisoformat(now["due_on"]))
        reason = f" (căn cứ: {now['reason']})" if now.get("reason") else ""
        words.append(f"{question.message.rstrip('.')}: {label}{reason}")
    if before.get(GROUPS_KEY) != after.get(GROUPS_KEY):
        names = [group["name"] for group in after.get(GROUPS_KEY) or []]
        words.append(f"nhóm yêu cầu: {', '.join(names) or 'theo đề xuất'}")
    return words
