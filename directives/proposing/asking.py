"""What a proposal asks of a person, each thing once: the questions of the reading and those that its warnings are, put together where one
answer is right for all, and the remarks beside them by weight.

Pure. A lead that no unit of the list is, or of which nothing says whose it is, is a question as well: the reader only warns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from common.text import match_key
from directives.proposing.planning import Plan, makes_what
from directives.proposing.reconsider import NAMES
from reading.dispatch.proposal import Option, Proposal, Question, ReadWarning

DUE = "due_doubtful"
NONE, OTHER, NEW = "none", "other", "new"
MINOR = ("number_missing", "date_missing", "encoding_converted", "label_missing")
NO_UNIT, NO_PERIOD = "no_unit", "no_period"
SEVERAL = {
    "label_out_of_order": "Đánh số không theo thứ tự, có thể thiếu hoặc lặp một điểm",
    "due_unread": "Có chữ chỉ thời gian mà cổng chưa đọc thành hạn",
    "unit_unknown": "Có tên không có trong danh sách đơn vị",
    "unit_ambiguous": "Có tên của nhiều đơn vị",
    NO_UNIT: "Không tạo việc vì chưa có đơn vị nào nhận được",
    NO_PERIOD: "Giao báo cáo nhưng không rõ kỳ, theo dõi như một nội dung",
}


@dataclass(frozen=True)
class Matter:
    """One thing to decide: the questions that one answer settles, all of one code."""

    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question.point for question in self.questions if question.point))

    @property
    def words(self) -> str:
        """The question; of a name that stands in several places once, with all of them."""
        if len(self.points) < 2:
            return self.first.message
        what = "có thể là nhiều đơn vị" if self.first.code == "unit_ambiguous" else "không có trong danh sách đơn vị"
        return f"“{self.first.text}” ở {len(self.points)} điểm ({', '.join(self.points)}): {what}."


@dataclass(frozen=True)
class Remark:
    """Something to look at: what, and the points where it is (none: the document as a whole)."""

    code: str
    words: str
    points: tuple[str, ...] = ()

    @property
    def is_minor(self) -> bool:
        return self.code in MINOR


def questions_of(proposal: Proposal) -> tuple[Question, ...]:
    """Everything that waits for a choice, in the order of the points; what is about no point comes first."""
    asked = {(question.point, match_key(question.text)) for question in proposal.questions}
    made = [_of_name(one) for one in proposal.warnings if _leads_unknown(one) and (one.point, match_key(one.text)) not in asked]
    order = {point.key: place for place, point in enumerate(proposal.points)}
    found = {question.key: question for question in (*proposal.questions, *made)}
    return tuple(sorted(found.values(), key=lambda one: order.get(one.point or "", -1)))


def _leads_unknown(warning: ReadWarning) -> bool:
    return warning.code in NAMES and bool(warning.point and warning.text) and not warning.units


def _of_name(warning: ReadWarning) -> Question:
    return Question(
        key=f"{warning.code}:lead:{warning.point}:{warning.text}",
        code=warning.code,
        message=f"{warning.message}.",
        options=(Option(NONE, "Để ngoài: không giao việc cho cơ quan này trên cổng"),),
        default=NONE,
        text=warning.text,
        point=warning.point,
        field="lead",
    )


def matters_of(proposal: Proposal) -> list[Matter]:
    """The questions, a name that means the same everywhere once."""
    found: dict[tuple[object, ...], list[Question]] = {}
    for question in questions_of(proposal):
        place: tuple[object, ...] = (question.key,)
        if question.code in NAMES:
            place = (question.code, match_key(question.text), tuple(option.value for option in question.options))
        found.setdefault(place, []).append(question)
    return [Matter(tuple(questions)) for questions in found.values()]


def remarks_of(proposal: Proposal, plan: Plan) -> list[Remark]:
    """What no question asks about, one a kind: the reading's warnings, and leaf points that make nothing as they stand."""
    asked: set[tuple[str, str | None]] = {(question.code, code) for question in proposal.questions for code in question.units}
    asked |= {(question.code, question.point) for question in questions_of(proposal)}
    found: dict[str, list[ReadWarning]] = {}
    for warning in (*proposal.warnings, *_without_work(proposal, plan)):
        known = warning.units or (warning.point,)
        if any((warning.code, one) not in asked for one in known):
            found.setdefault(warning.code, []).append(warning)
    return [remark for code, warnings in found.items() for remark in _together(code, warnings)]


def _together(code: str, warnings: list[ReadWarning]) -> Iterator[Remark]:
    if len(warnings) > 1 and code in SEVERAL:
        names = list(dict.fromkeys(warning.text for warning in warnings if warning.text))
        words = SEVERAL[code] + (f": {', '.join(f'“{name}”' for name in names)}" if names else "")
        yield Remark(code, words, tuple(dict.fromkeys(warning.point for warning in warnings if warning.point)))
        return
    for warning in warnings:
        yield Remark(code, warning.message, (warning.point,) if warning.point else ())


def _without_work(proposal: Proposal, plan: Plan) -> Iterable[ReadWarning]:
    made = {item.point for item in plan.items} | {owed.point for owed in plan.obligations}
    for point in proposal.leaves():
        if point.makes != "nothing" and point.key not in made:
            yield ReadWarning(NO_UNIT, f"Điểm {point.key} không tạo việc: chưa có đơn vị nào nhận được", point=point.key)
        elif makes_what(point) != point.makes:
            yield ReadWarning(NO_PERIOD, f"Điểm {point.key} giao báo cáo nhưng không rõ kỳ: theo dõi như một nội dung", point=point.key)
