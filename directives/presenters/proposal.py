"""The proposal page: the words of the dispatch, what was read beside them, every value in a field, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField

from common.formats import vn_date, vn_num
from common.quarters import Quarter
from directives.forms.proposal import ProposalForm
from directives.models import Directive, Point
from directives.presenters.proposal_text import ANCHORS, Paragraph, TextBlock, text_blocks
from directives.presenters.unit_words import unit_words
from directives.proposing.answers import unanswered
from directives.proposing.planning import ONGOING, makes_what
from directives.services.previewing import Preview, preview
from reading.dispatch.proposal import PointProposal, Question

POINT_ORDER = (
    "lead", "responsible_sub_unit", "coordinating", "coordinating_text", "due_on", "due_kind", "due_text", "makes", "period", "modality",
    "title", "text",
)  # fmt: skip
HEADER_IN_DETAILS = ("symbol", "kind", "issuer", "subject")
DATE_IN_DETAILS = ("place", "issued_year")
SIGNATURE_FIELDS = ("signed_for", "signer_title", "signer")
_WARNING_PLACES = {
    "number_missing": "id_number",
    "date_missing": "id_issued_on",
    "addressee_without_task": ANCHORS["addressees"],
    "recipient_outside_task": ANCHORS["recipients"],
}


@dataclass(frozen=True)
class Ask:
    """An open reading in its place: the choice, and the reason where one is asked for."""

    choice: BoundField
    reason: BoundField | None
    anchor: str


@dataclass
class Details:
    """The fields behind "Sửa …"; ``acts`` are buttons (value, label, is it a danger)."""

    label: str
    fields: Sequence[BoundField]
    open: bool = False
    acts: Sequence[tuple[str, str, bool]] = ()


@dataclass
class Block:
    """Words left; right: what to look at, facts, fields, questions."""

    title: str
    anchor: str
    level: int
    paragraphs: Sequence[Paragraph]
    added: str = ""
    looks: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    fields: list[BoundField] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    details: Details | None = None
    remark: str = ""


def proposal_page(directive: Directive, form: ProposalForm) -> dict[str, Any]:
    """All that the page shows of a draft as it is stored; ``form`` may hold what was sent and refused."""
    found = preview(directive, units=form.names.units)
    page = _Page(directive, form, found)
    must, should = page.open_questions(), page.looks()
    return {
        "directive": directive,
        "form": form,
        "blocks": page.blocks(),
        "must": must,
        "should": should,
        "paragraphs": len(form.proposal.paragraphs),
        "steps": steps(2, f"Còn {len(must)} chỗ phải chọn" if must else "Đã chọn đủ"),
        "same_file": same_file(directive),
        "groups_open": form.has_errors_in(["groups"]),
        "new_open": form.has_errors_in(["new_key", "new_text"]),
        "items": len(found.plan.items),
        "obligations": len(found.plan.obligations),
    }


def steps(current: int, note: str = "") -> list[dict[str, str]]:
    """The three steps; ``note`` stands below the second."""
    labels = ("Tải văn bản", "Xem lại đề xuất", "Xác nhận, giao việc")
    return [
        {"label": label, "state": "ok" if number < current else "on" if number == current else "", "note": note if number == 2 else ""}
        for number, label in enumerate(labels, start=1)
    ]


def same_file(directive: Directive) -> list[Directive]:
    """Other dispatches that came from the very same file."""
    return list(Directive.objects.filter(file_sha256=directive.file_sha256).exclude(pk=directive.pk)[:5])


def point_anchor(key: str) -> str:
    """The place of a point, the same as on the page of the issued dispatch."""
    return f"diem-{key}"


class _Page:
    """The parts of one page, from values that hold for all of it."""

    def __init__(self, directive: Directive, form: ProposalForm, found: Preview) -> None:
        self.form, self.found, self.proposal = form, found, form.proposal
        self.answers = directive.reading.answers
        self.index = {point.key: index for index, point in enumerate(self.proposal.points)}
        self.parents = {point.parent for point in self.proposal.points}
        self.asks = [self._ask(index, question) for index, question in enumerate(self.proposal.questions)]

    # ---- what waits ----

    def _ask(self, index: int, question: Question) -> tuple[Question, Ask]:
        reason = self.form[f"q{index}_reason"] if f"q{index}_reason" in self.form.fields else None
        return question, Ask(self.form[f"q{index}"], reason, f"id_q{index}_0")

    def open_questions(self) -> list[tuple[str, str]]:
        """(words, place) of what has to be chosen before anything is given out."""
        left = {question.key for question in unanswered(self.proposal, self.answers)}
        return [(self._open_words(question), ask.anchor) for question, ask in self.asks if question.key in left]

    def _open_words(self, question: Question) -> str:
        chosen = (self.answers.get(question.key) or {}).get("choice")
        return f"{question.message} Đã chọn nhưng chưa ghi căn cứ." if chosen else question.message

    def looks(self) -> list[tuple[str, str]]:
        """(words, place) of what should be looked at: remarks that no question asks about, and what the values as they stand leave out."""
        asked = {(question.code, code) for question in self.proposal.questions for code in question.units}
        words = [
            (warning.message, self._place(warning.code, warning.point))
            for warning in self.proposal.warnings
            if warning.code != "due_doubtful" and (not warning.units or any((warning.code, code) not in asked for code in warning.units))
        ]
        for point in self.proposal.leaves():
            if point.makes != "nothing" and not self._count(point):
                words.append((f"Điểm {point.key} không tạo việc: chưa có đơn vị nào nhận được.", point_anchor(point.key)))
            elif makes_what(point) != point.makes:
                words.append((f"Điểm {point.key} giao báo cáo nhưng không rõ kỳ: theo dõi như một nội dung.", point_anchor(point.key)))
        return words

    @staticmethod
    def _place(code: str, point: str | None) -> str:
        return point_anchor(point) if point else _WARNING_PLACES.get(code, ANCHORS["header"])

    # ---- the blocks ----

    def blocks(self) -> list[Block]:
        return [self._block(text) for text in text_blocks(self.proposal)]

    def _block(self, text: TextBlock) -> Block:
        anchor = point_anchor(text.point) if text.point else ANCHORS.get(text.role, "")
        block = Block(text.title, anchor if text.first else "", self._level(text.point), text.paragraphs)
        if not text.first:
            return block
        block.asks = [ask for question, ask in self.asks if self._stands_in(question, text)]
        match text.role:
            case "header":
                self._header(block)
            case "date":
                self._date(block)
            case "addressees":
                self._entries(block, "kg", "Kính gửi", self.proposal.addressees)
            case "recipients":
                self._entries(block, "nn", "Nơi nhận", self.proposal.recipients)
            case "signature":
                self._signature(block)
            case "closing":
                block.remark = "Câu kết, không tạo nội dung"
            case "point" if text.point is None:
                block.remark = "Không phải điểm giao việc"
            case "point":
                self._point(block, self.proposal.point(text.point or ""))
        return block

    def _level(self, key: str | None) -> int:
        level = 0
        while key is not None:
            level, key = level + 1, self.proposal.point(key).parent
        return level or 1

    def _stands_in(self, question: Question, text: TextBlock) -> bool:
        if question.point is not None:
            return text.point == question.point
        if question.code == "addressee_without_task":
            return text.role == "addressees"
        role = next((part.role for part in self.proposal.paragraphs if part.number == question.paragraph), "addressees")
        return text.point is None and text.role == role

    def _warn(self, block: Block, *codes: str) -> None:
        block.looks = [warning.message for warning in self.proposal.warnings if warning.code in codes]

    def _details(self, label: str, names: Sequence[str], acts: Sequence[tuple[str, str, bool]] = ()) -> Details:
        return Details(label, [self.form[name] for name in names], self.form.has_errors_in(list(names)), acts)

    def _header(self, block: Block) -> None:
        self._warn(block, "number_missing")
        proposal = self.proposal
        block.fields = [self.form["number"]]
        block.facts = [
            ("Ký hiệu", proposal.symbol or "Không ghi"),
            ("Loại", (proposal.kind or "không ghi").capitalize()),
            ("Ban hành", proposal.issuer or "Không ghi"),
            ("Trích yếu", proposal.subject or "Không ghi"),
        ]
        block.details = self._details("Sửa phần đầu", HEADER_IN_DETAILS)

    def _date(self, block: Block) -> None:
        self._warn(block, "date_missing")
        block.fields = [self.form["issued_on"]]
        block.facts = [("Nơi ban hành", self.proposal.place or "Không ghi"), ("Năm", str(self.proposal.issued_year or "Không ghi"))]
        block.details = self._details("Sửa nơi, năm", DATE_IN_DETAILS)

    def _entries(self, block: Block, prefix: str, label: str, entries: Sequence[Any]) -> None:
        codes = [code for entry in entries for code in entry.units]
        known = dict.fromkeys(codes)
        found = f"{vn_num(len(known))} đơn vị: {unit_words(known, self.found.units)}" if known else "Chưa nhận ra đơn vị nào"
        block.facts = [("Nhận ra", found)]
        if prefix == "nn":
            self._warn(block, "recipient_outside_task")
        names = [f"{prefix}{index}_{part}" for index in range(len(entries) + 1) for part in ("text", "units")]
        block.details = self._details(f"Sửa {label}", names)

    def _signature(self, block: Block) -> None:
        parts = [self.proposal.signed_for, self.proposal.signer_title, self.proposal.signer]
        block.facts = [("Người ký", ", ".join(filter(None, parts)) or "Không ghi")]
        block.details = self._details("Sửa người ký", SIGNATURE_FIELDS)

    # ---- one point ----

    def _point(self, block: Block, point: PointProposal) -> None:
        leaf, index = point.key not in self.parents, self.index[point.key]
        block.added = "" if block.paragraphs else f"{point.label} {point.text}"
        block.looks = [one.message for one in self.proposal.warnings if one.point == point.key and one.code != "due_doubtful"]
        block.facts = list(self._facts(point, leaf=leaf))
        acts = [(f"tach:{point.key}", f"Tách {len(point.lines)} dòng gạch đầu dòng thành điểm", False)] if leaf and point.lines else []
        if leaf and index:
            acts.append((f"gop:{point.key}", f"Gộp vào điểm {self.proposal.points[index - 1].key}", False))
        acts.append((f"bo:{point.key}", f"Bỏ điểm {point.key}" + ("" if leaf else " và các điểm thuộc điểm này"), True))
        names = [name for name in POINT_ORDER if leaf or name not in ("makes", "period", "title")]
        block.details = self._details(f"Sửa điểm {point.key}", [f"p{index}_{name}" for name in names], acts)

    def _facts(self, point: PointProposal, *, leaf: bool) -> Sequence[tuple[str, str]]:
        spec = self.found.outcome.proposal.point(point.key)
        leads = self.found.plan.leads[point.key]
        made = makes_what(spec) if leaf else "nothing"
        who = {"obligation": "Ai nộp", "commune_items": "Chịu trách nhiệm"}.get(made, "Chủ trì")
        facts = [(who, (unit_words(leads, self.found.units) or "Chưa có đơn vị nào") + self._inherited(point))]
        if made == "commune_items":
            facts.append(("Thực hiện", f"{vn_num(self._count(point))} UBND cấp xã ở Nơi nhận thuộc các đơn vị trên"))
        elif spec.responsible_sub_unit:
            facts.append(("Thực hiện", unit_words(spec.responsible_sub_unit, self.found.units)))
        coordinating = "; ".join(filter(None, [self._coordinating(point, spec, leaf=leaf), spec.coordinating_text]))
        if coordinating:
            facts.append(("Phối hợp", coordinating))
        facts.append(("Cách giao", str(Point.Modality(point.modality).label)))
        if leaf:
            facts += [("Hạn", self._due(spec)), ("Sẽ tạo", self._makes(spec))]
        return facts

    def _coordinating(self, point: PointProposal, spec: PointProposal, *, leaf: bool) -> str:
        """As the items will have it: each district its own post office; as written where nothing is made."""
        planned = [code for item in self.found.plan.items if item.point == point.key for code in item.coordinating] if leaf else []
        return unit_words(planned or spec.coordinating, self.found.units)

    def _inherited(self, point: PointProposal) -> str:
        parent = next((each for each in self.proposal.points if each.key == point.parent), None)
        return f" (theo điểm {parent.key})" if parent is not None and point.lead and parent.lead == point.lead else ""

    def _due(self, spec: PointProposal) -> str:
        planned = next((item for item in self.found.plan.items if item.point == spec.key), None)
        due_on, due_text = (planned.due_on, planned.due_text) if planned else (spec.due_on, spec.due_text)
        if due_on is not None:
            return f"{vn_date(due_on)}, từ “{due_text}”" if due_text else vn_date(due_on)
        if spec.due_kind in ONGOING:
            return f"“{due_text}”, không có ngày nên không bao giờ quá hạn" if due_text else "Thường xuyên, không có hạn"
        return f"“{due_text}”, chưa tính ra ngày" if due_text else "Không ghi hạn"

    def _count(self, point: PointProposal) -> int:
        """Items and reports that the point makes now."""
        plan = self.found.plan
        return sum(item.point == point.key for item in plan.items) + sum(owed.point == point.key for owed in plan.obligations)

    def _makes(self, spec: PointProposal) -> str:
        count = vn_num(self._count(spec))
        match makes_what(spec):
            case "nothing":
                return "Không tạo việc"
            case "obligation":
                return f"{count} báo cáo phải nộp, kỳ {Quarter.parse(spec.period or '').label}"
            case "commune_items":
                return f"{count} nội dung, mỗi xã, phường một"
        return f"{count} nội dung"
