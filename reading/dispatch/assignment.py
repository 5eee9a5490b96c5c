"""Who leads and who coordinates a point, read from its own words; nothing is inherited here.

Source: docs/reading.md, "Points" and "How units are matched".
"""

import re
from dataclasses import dataclass, field

from reading.dispatch.addressing import Addressing, Mention, chain
from reading.dispatch.body_names import unlisted_end
from reading.dispatch.outline import Node, Segment
from reading.dispatch.proposal import Modality
from reading.files.labels import CAPITALS, DASH

_WORD_LEAD = (
    r"(?:(?:đơn vị|cơ quan|bộ phận|ngành)\s+)?(?:chủ trì(?:\s+thực hiện|,\s*tham mưu)?|đầu mối|chịu trách nhiệm chính)"
    r"|(?:đơn vị|cơ quan|bộ phận|phân công|trách nhiệm)\s+thực hiện"
)
_WORD_WITH = r"(?:(?:đơn vị|cơ quan|bộ phận|ngành)\s+)?phối hợp(?:\s+thực hiện)?"
_FIELD = re.compile(rf"(?:^|(?<=[\s(;.,\-–+]))(?:(?P<lead>{_WORD_LEAD})|(?P<coordinating>{_WORD_WITH}))\s*:\s*", re.I)
_FIELD_END = re.compile(
    r"\.(?:\s|$)|;\s*(?=(?:đơn vị|cơ quan|bộ phận|thời gian|thời hạn|phối hợp|chủ trì|kinh phí|sản phẩm)\b)"
    r"|(?<=\w)\.?\s(?=(?:Thời gian|Thời hạn)\b)|$",
    re.I,
)
_GIVE = re.compile(r"(?<!được )(?<!đã )(?<!bàn )(?<!phân )(?<!chuyển )\b(?P<verb>[Gg]iao)\s*:?\s+(?:cho\s+)?(?:đồng chí\s+)?")
_ASK = re.compile(r"^(?P<verb>Đề nghị|Yêu cầu|Giao|Phân công|Chỉ đạo)\s*:?\s+(?:cho\s+|các đồng chí\s+)?", re.I)
_WHEN_FIRST = re.compile(
    r"(?:(?:Định kỳ|Hằng|Hàng|Trước ngày|Chậm nhất|Đến (?:ngày|hết)|Trong (?:quý|tháng|năm|tuần)|(?:Riêng )?[Đđ]ối với|Quý|Sau khi)\b"
    rf"|Trước \d)[^.;:]{{0,120}}?[,):],?\s+(?=[{CAPITALS}]|các\b)"
)
_ASK_INSIDE = re.compile(r"(?<=[.,;] )(?P<verb>[Đđ]ề nghị|[Yy]êu cầu)\s*:?\s+")
_WITH = re.compile(r"phối hợp(?:\s+(?:chặt chẽ|thường xuyên|chặt chẽ,?\s+thường xuyên|thực hiện))?\s*,?\s*(?:cùng với|với|cùng)?\s+", re.I)
_DIRECTS = re.compile(r"\b(?:chỉ đạo|hướng dẫn|đôn đốc)\s+(?:các\s+)?", re.I)
_OFFICES = re.compile(
    r"\b(?:cơ quan|đơn vị|sở|ban|ngành|địa phương|đoàn thể|bộ|cấp|UBND)\b", re.I
)  # companies and persons coordinate nothing
_FOLLOWS = re.compile(r"\s*(?:[,;]|và)\s*(?:và\s+)?")
_LIST_EDGES = re.compile(r"^(?:[\s,;.:–-]|(?:và|cùng)\s)+|(?:[\s,;.:–-]|\s(?:và|cùng|với|các))+$")
_DECIDES = re.compile(
    r"^\s*(?:yêu cầu|giao|chỉ đạo|thống nhất|đồng ý|nhất trí|ban hành|chấp thuận|đề nghị|quyết định|thông báo|ghi nhận)\b"
)


@dataclass
class Named:
    """What one paragraph or field names: units in order, where, and what could not be matched."""

    mentions: list[tuple[Segment, Mention]] = field(default_factory=list)

    def add(self, segment: Segment, mentions: list[Mention]) -> None:
        self.mentions += [(segment, mention) for mention in mentions]


@dataclass
class Assigned:
    """The own words of a point: leads, coordinating bodies, open groups, and how it speaks."""

    lead: Named = field(default_factory=Named)
    coordinating: Named = field(default_factory=Named)
    groups: list[str] = field(default_factory=list)
    modality: Modality | None = None

    def take_in(self, other: "Assigned") -> None:
        """What another part of the point says, behind what was read before."""
        self.lead.mentions += other.lead.mentions
        self.coordinating.mentions += other.coordinating.mentions
        self.groups += [text for text in other.groups if text not in self.groups]
        self.modality = self.modality or other.modality


class Assigner:
    """Reads the roles of bodies in a text."""

    def __init__(self, addressing: Addressing) -> None:
        self._addressing = addressing
        self._read: dict[int, Assigned] = {}

    def of_point(self, node: Node) -> Assigned:
        """All paragraphs of a point together, or the cells of its row."""
        assigned = Assigned()
        if node.cells is not None:
            for segment in node.cells.lead:
                assigned.lead.add(segment, self._addressing.mentions(segment.text))
            for segment in node.cells.coordinating:
                bodies = self._addressing.mentions(segment.text)
                self._coordinate(assigned, segment, bodies, field=(0, len(segment.text)))
        if node.cells is None or not node.cells.lead:
            for segment in node.segments:
                assigned.take_in(self.of_segment(segment))
        return assigned

    def of_segment(self, segment: Segment) -> Assigned:
        """One paragraph or dash line alone; read once, however often it is asked for."""
        known = self._read.get(id(segment))
        if known is None:
            known = self._read[id(segment)] = self._of_text(segment)
        return known

    def _of_text(self, segment: Segment) -> Assigned:
        assigned, text = Assigned(), segment.text
        mentions = self._addressing.mentions(text)
        used = self._fields(assigned, segment, mentions)
        free = [mention for mention in mentions if not any(start <= mention.start < end for start, end in used)]
        self._leads(assigned, segment, free)
        if "phối hợp" not in text.lower():
            return assigned
        taken = {id(mention) for _, mention in assigned.lead.mentions}
        for cue in _WITH.finditer(text):
            self._coordinate(assigned, segment, self._list_at(text, free, cue.end(), taken))
        for cue in _DIRECTS.finditer(text):
            directed = self._list_at(text, free, cue.end(), taken)
            if directed and re.match(r"\s*(?:chủ động\s+)?phối hợp\b", text[directed[-1].end :]):
                self._coordinate(assigned, segment, directed)
        return assigned

    def _fields(self, assigned: Assigned, segment: Segment, mentions: list[Mention]) -> list[tuple[int, int]]:
        """ "Đơn vị chủ trì: …; đơn vị phối hợp: …": fields inside a sentence or on a line of their own."""
        used: list[tuple[int, int]] = []
        if ":" not in segment.text:
            return used
        fields = list(_FIELD.finditer(segment.text))
        for index, found in enumerate(fields):
            limit = fields[index + 1].start() if index + 1 < len(fields) else len(segment.text)
            end = _FIELD_END.search(segment.text, found.end())
            stop = min(limit, end.start() if end else limit)
            inside = [mention for mention in mentions if found.end() <= mention.start < stop]
            used.append((found.start(), stop))
            if found["lead"]:
                first = self._leading(segment.text, inside, found.end())
                assigned.lead.add(segment, first)
            else:
                self._coordinate(assigned, segment, inside, field=(found.end(), stop))
        return used

    @staticmethod
    def _leading(text: str, inside: list[Mention], start: int) -> list[Mention]:
        """The bodies at the beginning of a field's value."""
        return chain(text, inside, 0) if inside and not text[start : inside[0].start].strip(" -–") else []

    def _leads(self, assigned: Assigned, segment: Segment, mentions: list[Mention]) -> None:
        text = segment.text
        dash = DASH.match(text)
        begin = dash.end() if dash else 0
        asked = _ASK.match(text[begin:])
        found: list[Mention] = []
        if asked:
            verb = asked["verb"].lower()
            if verb != "chỉ đạo":
                assigned.modality = assigned.modality or _modality(verb)
                found = self._list_at(text, _with_unlisted(text, mentions, begin + asked.end()), begin + asked.end(), set())
        else:
            found = self._list_at(text, mentions, begin, set())
        if not found and segment.kind != "plain" and (when := _WHEN_FIRST.match(text, begin)):
            found = self._list_at(text, mentions, when.end(), set())
        if found and (decides := self._speaks_itself(text, found)) is not None:
            found = self._list_at(text, mentions, found[0].end + decides.end(), set())
        for given in _GIVE.finditer(text, begin + (asked.end() if asked else 0)):
            more = self._list_at(text, mentions, given.end(), set())
            if more and not found:
                assigned.modality = assigned.modality or "assign"
            found += [mention for mention in more if mention not in found]
        if not found and not dash and (inside := _ASK_INSIDE.search(text)):
            found = [mention for mention in self._list_at(text, mentions, inside.end(), set()) if not self._is_issuer(mention)]
        assigned.lead.add(segment, [mention for mention in found if mention.kind != "person"])

    @staticmethod
    def _list_at(text: str, mentions: list[Mention], start: int, taken: set[int]) -> list[Mention]:
        """The list of bodies that begins exactly at ``start``."""
        for index, mention in enumerate(mentions):
            if mention.start >= start:
                between = text[start : mention.start].strip()
                if between and between.lower() not in ("các", "với", "đối với", "cùng", ":"):
                    return []
                return [each for each in chain(text, mentions, index) if id(each) not in taken]
        return []

    def _is_issuer(self, mention: Mention) -> bool:
        issuer = self._addressing.context.issuer
        return issuer is not None and mention.units == [issuer]

    def _speaks_itself(self, text: str, found: list[Mention]) -> re.Match[str] | None:
        """ "UBND Tỉnh yêu cầu …": the issuer speaks, it gives no work to itself but to those behind the verb."""
        context = self._addressing.context
        if len(found) != 1 or not (self._is_issuer(found[0]) or (context.home and found[0].units == [context.province])):
            return None
        return _DECIDES.match(text[found[0].end :])

    @staticmethod
    def _coordinate(assigned: Assigned, segment: Segment, mentions: list[Mention], *, field: tuple[int, int] | None = None) -> None:
        """Bodies that help; what else they are called in words. ``field``: a cell or line that lists nothing but them."""
        named = [mention for mention in mentions if mention.kind in ("units", "unknown", "reference")]
        assigned.coordinating.add(segment, named)
        words = _between(segment.text, named, *field) if field else [mention.text for mention in mentions if mention.kind == "group"]
        assigned.groups += [text for text in words if _OFFICES.search(text) and text not in assigned.groups]


def _with_unlisted(text: str, mentions: list[Mention], start: int) -> list[Mention]:
    """Bodies of kinds that no table holds, in the list of those who are asked: "Đề nghị Viễn thông Đồng Tháp, Bưu điện Tỉnh …"."""
    found: list[Mention] = []
    position = start
    while all(mention.start != position for mention in mentions):
        end = unlisted_end(text, position)
        if end is None or any(position < mention.start < end for mention in mentions):
            break
        found.append(Mention(position, end, text[position:end], "unknown"))
        following = _FOLLOWS.match(text, end)
        if following is None:
            break
        position = following.end()
    return sorted([*found, *mentions], key=lambda mention: mention.start)


def _between(text: str, named: list[Mention], start: int, end: int) -> list[str]:
    """The words of a list that name nobody in particular, whole: "Viện, Trường; Doanh nghiệp; Sở, ban, ngành có liên quan"."""
    stops = [start, *(place for mention in named for place in (mention.start, mention.end)), end]
    pieces = (text[begin:stop] for begin, stop in zip(stops[::2], stops[1::2], strict=True))
    return [trimmed for piece in pieces if (trimmed := _LIST_EDGES.sub("", piece))]


def _modality(verb: str) -> Modality:
    if verb == "đề nghị":
        return "request"
    return "assign" if verb in ("giao", "phân công") else "direct"
