"""What a person corrects in a proposal: posted values in, a corrected copy and the Vietnamese words for the history out.

Pure: no query, no form. A value that a point only inherits follows its parent when the parent is corrected. Warnings and questions that a
correction settles go away, and one that it opens is asked; those that stay, stay as they were read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from common.due import DueDate, find_due
from common.errors import Invalid
from common.formats import vn_date
from common.quarters import Quarter
from common.workdays import signing
from directives.proposing.reconsider import Directory, reconsider
from reading.dispatch.proposal import LineProposal, PlacedText, PointProposal, Proposal, Question

HEADER_WORDS = {
    "number": "số",
    "symbol": "ký hiệu",
    "kind": "loại văn bản",
    "issuer": "cơ quan ban hành",
    "place": "nơi ban hành",
    "issued_on": "ngày ban hành",
    "issued_year": "năm ban hành",
    "subject": "trích yếu",
    "signer": "người ký",
    "signer_title": "chức vụ người ký",
    "signed_for": "thẩm quyền ký",
}
POINT_WORDS = {
    "text": "nội dung",
    "title": "tên ngắn",
    "lead": "chủ trì",
    "responsible_sub_unit": "đơn vị trực thuộc thực hiện",
    "coordinating": "phối hợp",
    "coordinating_text": "phối hợp khác",
    "due_text": "thời hạn ghi trong văn bản",
    "due_on": "hạn",
    "due_kind": "loại hạn",
    "makes": "sẽ tạo",
    "modality": "cách giao",
    "period": "kỳ báo cáo",
}
MAKES_WORDS = {
    "items": "nội dung cho từng đơn vị chủ trì",
    "commune_items": "nội dung cho từng xã, phường ở Nơi nhận",
    "obligation": "báo cáo phải nộp",
    "nothing": "không tạo việc",
}
MODALITY_WORDS = {"direct": "chỉ đạo", "request": "đề nghị", "assign": "giao"}
DUE_KIND_WORDS = {
    "exact": "ngày cụ thể",
    "month": "hết tháng",
    "quarter": "hết quý",
    "half_year": "hết 6 tháng",
    "year": "hết năm",
    "span": "hết khoảng thời gian",
    "relative": "sau ngày ký",
    "recurring": "định kỳ",
    "ongoing": "thường xuyên, tiếp tục",
}
_UNIT_LISTS = frozenset({"lead", "responsible_sub_unit", "coordinating"})
_INHERITED = (("lead",), ("responsible_sub_unit",), ("due_text", "due_on", "due_kind", "due_set"))
_LENGTH = 80  # of a value in the history

UnitName = Callable[[str], str]


@dataclass
class Posted:
    """The values of one page. What is left out stays as it was; an entry of a list whose text is empty is taken away."""

    header: dict[str, Any] = field(default_factory=dict)
    addressees: list[PlacedText] | None = None
    recipients: list[PlacedText] | None = None
    points: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Corrected:
    """The corrected copy, and one phrase a changed value."""

    proposal: Proposal
    changes: list[str] = field(default_factory=list)


def copy_of(proposal: Proposal) -> Proposal:
    """An independent copy: the proposal as it was stays as it was."""
    return Proposal.from_storage(proposal.to_storage())


def correct(proposal: Proposal, posted: Posted, *, directory: Directory) -> Corrected:
    """Work the values that a person posted into the proposal."""
    done, name = Corrected(copy_of(proposal)), directory.name
    _correct_header(done, posted.header)
    _correct_list(done, "addressees", "Kính gửi", posted.addressees, name)
    _correct_list(done, "recipients", "Nơi nhận", posted.recipients, name)
    _correct_points(done, proposal, posted.points, name)
    reconsider(done.proposal, before=proposal, directory=directory)
    return done


def _correct_header(done: Corrected, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        before = getattr(done.proposal, key)
        if (value or None) != (before or None):
            setattr(done.proposal, key, value or None)
            done.changes.append(f"{HEADER_WORDS[key]}: {shown(before)} → {shown(value)}")
    if done.proposal.issued_on is not None:
        done.proposal.issued_year = done.proposal.issued_on.year


def _correct_list(done: Corrected, attribute: str, label: str, entries: list[PlacedText] | None, name: UnitName) -> None:
    if entries is None:
        return
    before: tuple[PlacedText, ...] = getattr(done.proposal, attribute)
    after = tuple(entry for entry in entries if entry.text)
    if after == before:
        return
    setattr(done.proposal, attribute, after)
    was, now = _codes(before), _codes(after)
    words = _difference(was, now, name)
    if [entry.text for entry in before] != [entry.text for entry in after]:
        words = "; ".join(filter(None, [words, "sửa chữ"]))
    done.changes.append(f"{label}: {words or 'xếp lại đơn vị'}")


def _codes(entries: Iterable[PlacedText]) -> list[str]:
    return [code for entry in entries for code in entry.units]


def _correct_points(done: Corrected, before: Proposal, posted: Mapping[str, Mapping[str, Any]], name: UnitName) -> None:
    """Points in order, so that what a point inherits can follow its parent."""
    for old, point in zip(before.points, done.proposal.points, strict=True):
        values = posted.get(point.key, {})
        for key, value in values.items():
            _set(done, point, key, value, name)
        _own_day(done.proposal, point, old)
        if point.parent:
            _follow(done, point, old, before.point(point.parent), done.proposal.point(point.parent))


def _own_day(proposal: Proposal, point: PointProposal, old: PointProposal) -> None:
    """Whose the day of a point is: a person's, where he changed it to one that the words of the dispatch do not say."""
    if (point.due_on, point.due_text) != (old.due_on, old.due_text):
        said = find_due(point.due_text or "", signing=signing(proposal.issued_on), default_year=proposal.issued_year)
        point.due_set = point.due_on is not None and all(due.on != point.due_on for due in said)
        if point.due_set and point.due_kind == old.due_kind:
            point.due_kind = "exact"
    if point.due_on is not None and not point.due_kind:
        point.due_kind = "exact"


def _set(done: Corrected, point: PointProposal, key: str, value: Any, name: UnitName) -> None:
    before = getattr(point, key)
    value = _fit(key, value)
    if value == before or (not value and not before):
        return
    setattr(point, key, value)
    words = _difference(before, value, name) if key in _UNIT_LISTS else f"{shown(before, key)} → {shown(value, key)}"
    done.changes.append(f"điểm {point.key}, {POINT_WORDS[key]}: {words or 'xếp lại'}")


def _fit(key: str, value: Any) -> Any:
    if key in _UNIT_LISTS:
        return tuple(value or ())
    return value or ("" if key in ("text", "title") else None)


def _follow(done: Corrected, point: PointProposal, old: PointProposal, old_parent: PointProposal, parent: PointProposal) -> None:
    """A value that was the parent's and was not corrected here becomes the parent's new one."""
    for keys in _INHERITED:
        was, is_now = _values(old, keys), _values(point, keys)
        if is_now == was == _values(old_parent, keys) != _values(parent, keys):
            for key, value in zip(keys, _values(parent, keys), strict=True):
                setattr(point, key, value)
            done.changes.append(f"điểm {point.key}, {POINT_WORDS[keys[-1] if keys[-1] == keys[0] else 'due_on']}: theo điểm {parent.key}")


def _values(point: PointProposal, keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(point, key) for key in keys)


def _difference(before: Iterable[str], after: Iterable[str], name: UnitName) -> str:
    was, now = list(before), list(after)
    added = [name(code) for code in dict.fromkeys(now) if code not in was]
    dropped = [name(code) for code in dict.fromkeys(was) if code not in now]
    parts = [f"thêm {', '.join(added)}" if added else "", f"bớt {', '.join(dropped)}" if dropped else ""]
    return "; ".join(filter(None, parts))


def shown(value: Any, key: str = "") -> str:
    """A value as the history says it."""
    if value is None or value == "":
        return "trống"
    match key:
        case "makes":
            return MAKES_WORDS[value]
        case "modality":
            return MODALITY_WORDS[value]
        case "due_kind":
            return str(DUE_KIND_WORDS.get(value, value))
        case "period":
            return Quarter.parse(value).label
    if hasattr(value, "strftime"):
        return vn_date(value)
    text = str(value)
    return f"“{text[:_LENGTH]}…”" if len(text) > _LENGTH else f"“{text}”"


# ---- the points themselves ----


def add_point(
    proposal: Proposal, *, key: str, text: str, lead: tuple[str, ...] = (), due: DueDate | None = None, directory: Directory
) -> Corrected:
    """A point that the reading missed. Its key says where it belongs ("1.d" below "1"), and it inherits what its parent says."""
    if any(point.key == key for point in proposal.points):
        raise Invalid(f"Đã có điểm {key}. Chọn ký hiệu khác.", field="new_key")
    done = Corrected(copy_of(proposal), [f"thêm điểm {key}"])
    points = done.proposal.points
    parent = next((point for point in points if point.key == key.rpartition(".")[0]), None)
    made = PointProposal(key, parent.key if parent else None, text, label=f"{key.rpartition('.')[2]}.", makes="items")
    if parent is not None:
        made.lead, made.responsible_sub_unit, made.modality = parent.lead, parent.responsible_sub_unit, parent.modality
        made.due_text, made.due_on, made.due_kind, made.due_set = parent.due_text, parent.due_on, parent.due_kind, parent.due_set
    made.lead = lead or made.lead
    if due is not None:
        made.due_text, made.due_on, made.due_kind, made.due_set = due.text, due.on, str(due.kind), False
    family = [index for index, point in enumerate(points) if parent is None or point.key in _family(proposal, parent.key)]
    points.insert(family[-1] + 1 if family else 0, made)
    return _tidied(done, proposal, directory)


def split_lines(proposal: Proposal, *, key: str, directory: Directory) -> Corrected:
    """The dash lines of a point become points below it: each says what its line says; a time that a line does not state is the point's."""
    done = Corrected(copy_of(proposal))
    points, point = done.proposal.points, done.proposal.point(key)
    made = [_of_line(point, line, number) for number, line in enumerate(point.lines, start=1)]
    at = points.index(point) + 1
    points[at:at] = made
    _hand_paragraphs(done.proposal, point, made)
    _split_doubts(done.proposal, point, made)
    point.makes, point.lines = "nothing", ()
    done.changes.append(f"tách điểm {key} thành {len(made)} điểm")
    return _tidied(done, proposal, directory)


def _of_line(point: PointProposal, line: LineProposal, number: int) -> PointProposal:
    made = replace(
        point,
        key=f"{point.key}.{number}",
        parent=point.key,
        text=line.text,
        lead=line.lead,
        coordinating=line.coordinating,
        lines=(),
        label="-",
        paragraphs=(line.paragraph,) if line.paragraph else (),
        title="",
        makes="items" if point.makes == "nothing" else point.makes,
    )
    if line.due_text:
        made.due_text, made.due_on, made.due_kind, made.due_set = line.due_text, line.due_on, line.due_kind, False
    return made


def _split_doubts(proposal: Proposal, point: PointProposal, made: Sequence[PointProposal]) -> None:
    """What is asked and remarked about a line of the point goes with the line, a name with the line that prints it."""

    def where(line: int | None, text: str) -> str:
        return next((new.key for number, new in enumerate(made, start=1) if line == number or (not line and text and text in new.text)), "")

    def moved(question: Question) -> Question:
        key = where(question.line, question.text if question.field == "lead" else "") if question.point == point.key else ""
        parts = (question.code, question.field, key, question.text if question.field else "")
        return replace(question, key=":".join(filter(None, parts)), point=key, line=None) if key else question

    proposal.questions = tuple(map(moved, proposal.questions))
    proposal.warnings = tuple(
        replace(one, point=key, line=None) if one.point == point.key and (key := where(one.line, one.text)) else one
        for one in proposal.warnings
    )


def _hand_paragraphs(proposal: Proposal, point: PointProposal, made: Sequence[PointProposal]) -> None:
    """A paragraph of its own goes with the line that begins it, and those behind it up to the next line; what holds several lines stays."""
    begun: dict[int, list[PointProposal]] = defaultdict(list)
    for new in made:
        for number in new.paragraphs:
            begun[number].append(new)
    owner, kept = point, []
    for number in point.paragraphs:
        first = begun.get(number, [])
        owner = first[0] if len(first) == 1 and number != point.paragraphs[0] else point if first else owner
        if owner is point:
            kept.append(number)
        else:
            owner.paragraphs = tuple(dict.fromkeys([*owner.paragraphs, number]))
            proposal.paragraphs = tuple(replace(part, point=owner.key) if part.number == number else part for part in proposal.paragraphs)
            proposal.marks = tuple(
                replace(mark, point=owner.key) if mark.paragraph == number and mark.point == point.key else mark for mark in proposal.marks
            )
    point.paragraphs = tuple(kept)


def join_up(proposal: Proposal, *, key: str, directory: Directory) -> Corrected:
    """A point without points below it becomes part of the text of the point before it."""
    done = Corrected(copy_of(proposal))
    points = done.proposal.points
    at = next(index for index, point in enumerate(points) if point.key == key)
    if at == 0 or any(point.parent == key for point in points):
        return done
    above, joined = points[at - 1], points.pop(at)
    above.text = f"{above.text} {joined.text}"
    above.paragraphs = tuple(dict.fromkeys([*above.paragraphs, *joined.paragraphs]))
    above.coordinating = tuple(dict.fromkeys([*above.coordinating, *joined.coordinating]))
    _move_paragraphs(done.proposal, {key}, above.key)
    done.changes.append(f"gộp điểm {key} vào điểm {above.key}")
    return _tidied(done, proposal, directory)


def remove_point(proposal: Proposal, *, key: str, directory: Directory) -> Corrected:
    """Take a point away with those below it; the words of the document stay."""
    done = Corrected(copy_of(proposal))
    family = _family(proposal, key)
    done.proposal.points = [point for point in done.proposal.points if point.key not in family]
    _move_paragraphs(done.proposal, family, None)
    done.changes.append(f"bỏ điểm {', '.join(family)}")
    return _tidied(done, proposal, directory)


def _family(proposal: Proposal, key: str) -> list[str]:
    """The point and all points below it, in their order."""
    family = [key]
    for point in proposal.points:
        if point.parent in family:
            family.append(point.key)
    return family


def _move_paragraphs(proposal: Proposal, keys: Iterable[str], to: str | None) -> None:
    moved = set(keys)
    proposal.paragraphs = tuple(replace(part, point=to) if part.point in moved else part for part in proposal.paragraphs)
    proposal.marks = tuple(replace(mark, point=to) if mark.point in moved else mark for mark in proposal.marks)


def _tidied(done: Corrected, before: Proposal, directory: Directory) -> Corrected:
    """Only leaves make anything; a point that became one makes items. Questions on points that are gone are gone."""
    parents = {point.parent for point in done.proposal.points}
    were_parents = {point.parent for point in before.points}
    for order, point in enumerate(done.proposal.points):
        point.order = order
        if point.key in parents:
            point.makes = "nothing"
        elif point.key in were_parents and point.makes == "nothing":
            point.makes = "items"
    reconsider(done.proposal, before=before, directory=directory)
    return done
