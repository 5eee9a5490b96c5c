"""From a file to a proposal: document → structure → addressing, assignment and timing → points, warnings, questions."""

import re
from dataclasses import dataclass

from common.workweek import AddWorkingDays
from reading.dispatch.addressing import Addressing, Context, Mention
from reading.dispatch.ending import ListEntry
from reading.dispatch.findings import Reading
from reading.dispatch.header import Header
from reading.dispatch.points import PointReader
from reading.dispatch.proposal import Mark, PlacedText, Proposal
from reading.dispatch.questions import open_questions
from reading.dispatch.refusing import refusal
from reading.dispatch.remarks import remarks
from reading.dispatch.structure import Structure, read_structure
from reading.files.content import Document
from reading.files.document import read_document
from units.matching import Books, UnitBook

_AS_ABOVE = re.compile(r"^(?:như (?:trên|điều|mục|kính gửi)\b|mục [ivx\d]|lưu\s*:)", re.I)
_HEAD = re.compile(r"^(?:Chủ tịch|Giám đốc|Chánh|Thủ trưởng)\b")


def read(content: bytes, name: str, *, books: Books, add_working_days: AddWorkingDays) -> Proposal:
    """Read a dispatch (.docx, .txt, .md) and propose its breakdown.

    Raises ``FileRefused`` with ``file_invalid``, ``file_encrypted``, ``file_too_large`` or ``no_points``. Names are those of units in force
    on the document's date, else in the year that it states; ``add_working_days`` knows the holidays.
    """
    document = read_document(content, name)
    structure = read_structure(document)
    if (refused := refusal(document, structure, name)) is not None:
        raise refused
    book = books(structure.header.issued_on, structure.header.issued_year)
    return _Assembly(document, structure, book, add_working_days).proposal()


@dataclass
class _Assembly:
    """Puts the parts of one reading together."""

    document: Document
    structure: Structure
    book: UnitBook
    add_working_days: AddWorkingDays

    def proposal(self) -> Proposal:
        header, ending = self.structure.header, self.structure.ending
        context = Context.of(self.book, header.issuer, self.document.paragraphs)
        addressing = Addressing(context)
        reading = Reading(context, self.structure, set(self.document.converted))
        reading.addressees = [self._placed(addressing, item) for item in self.structure.addressees]
        reading.recipients = [self._placed(addressing, item, recipients=True) for item in ending.recipients]
        reading.points = PointReader(addressing, self.structure, self.add_working_days).read()
        self._refer(reading)
        proposal = Proposal(
            **header.read(),
            signer=ending.signature.signer,
            signer_title=ending.signature.title,
            signed_for=ending.signature.signed_for,
            addressees=tuple(PlacedText(item.text, _codes(mentions)) for item, mentions in reading.addressees),
            recipients=tuple(PlacedText(item.text, _codes(mentions)) for item, mentions in reading.recipients),
            points=[point.proposal for point in reading.points],
            paragraphs=tuple(self.structure.paragraphs),
        )
        proposal.warnings = tuple(remarks(reading, proposal))
        proposal.questions = tuple(open_questions(reading, proposal))
        proposal.marks = tuple(self._marks(header, reading))
        return proposal

    def _placed(self, addressing: Addressing, item: ListEntry, *, recipients: bool = False) -> tuple[ListEntry, list[Mention]]:
        """An entry of "Kính gửi" or "Nơi nhận" with the bodies that it names; among recipients the head of the issuing body is a person."""
        if _AS_ABOVE.match(item.text):
            return item, []
        mentions = addressing.mentions(item.text)
        for mention in mentions:
            own = [addressing.context.issuer, addressing.context.province]
            if recipients and _HEAD.match(mention.text) and len(mention.units) == 1 and mention.units[0] in own:
                mention.kind = "person"
            if mention.relative and not mention.units:
                mention.units = addressing.whole(mention)
        return item, mentions

    def _refer(self, reading: Reading) -> None:
        """ "Các xã tại Điều 2" are the units that point 2 names."""
        for _, mentions in [*reading.addressees, *reading.recipients]:
            for mention in mentions:
                if mention.kind == "reference":
                    mention.units = reading.named_by(mention.reference)
        for point in reading.points:
            helping = [mention.reference for _, mention in point.assigned.coordinating.mentions if mention.kind == "reference"]
            leads = [unit for key in point.references for unit in reading.named_by(key) if unit not in point.leads]
            others = [unit for key in helping for unit in reading.named_by(key) if unit not in (*point.leads, *leads, *point.coordinating)]
            point.leads, point.coordinating = [*point.leads, *leads], [*point.coordinating, *others]
            point.proposal.lead = tuple(dict.fromkeys([*point.proposal.lead, *(unit.code for unit in leads)]))
            point.proposal.coordinating = tuple(dict.fromkeys([*point.proposal.coordinating, *(unit.code for unit in others)]))

    def _marks(self, header: Header, reading: Reading) -> list[Mark]:
        """Where each value was taken, so that the page can show it in the text."""
        marks = [
            Mark(
                line.paragraph,
                line.start,
                line.start + len(line.text),
                name,
                ask=name in ("number", "issued_text") and _blank(header, name),
            )
            for name, lines in header.spots.items()
            for line in lines
        ]
        for name, entries in (("addressees", reading.addressees), ("recipients", reading.recipients)):
            for item, mentions in entries:
                for mention in mentions:
                    if mention.kind == "units" and (mention.units or mention.doubts):
                        marks += self._mark_words(item, mention.text, name, ask=False)
                    for doubt in mention.doubts:
                        marks += self._mark_words(item, doubt.text, name, ask=True)
        for unit in reading.idle_addressees:
            for item, mentions in reading.addressees:
                if any(unit in mention.units for mention in mentions):
                    marks += self._mark_words(item, unit.area.name, "addressees", ask=True)
        for point in reading.points:
            marks += point.marks
        return marks + [
            Mark(line.paragraph, line.start, line.start + len(line.text), "signature") for line in self.structure.ending.signature.lines
        ]

    def _mark_words(self, item: ListEntry, words: str, field: str, *, ask: bool) -> list[Mark]:
        for line in item.lines:
            start = self.document.paragraphs[line.paragraph - 1].find(words)
            if start >= 0:
                return [Mark(line.paragraph, start, start + len(words), field, ask=ask)]
        return []


def _blank(header: Header, name: str) -> bool:
    return (header.number if name == "number" else header.issued_on) is None


def _codes(mentions: list[Mention]) -> tuple[str, ...]:
    units = [unit for mention in mentions if mention.kind in ("units", "reference") for unit in mention.units]
    return tuple(dict.fromkeys(unit.code for unit in units))
