"""What a person should look at in a reading: the warnings of docs/reading.md, in words that say what is wrong and where."""

from collections.abc import Iterable, Mapping

from common.due import DueKind
from common.text import match_key
from reading.dispatch.addressing import Mention
from reading.dispatch.findings import Reading
from reading.dispatch.proposal import Proposal, ReadTime, ReadWarning
from reading.dispatch.timing import Found
from units.entries import BookUnit


def remarks(reading: Reading, proposal: Proposal) -> list[ReadWarning]:
    """All warnings of one reading, the document's own first."""
    found: list[ReadWarning] = []
    if proposal.number is None:
        found.append(ReadWarning("number_missing", "Số văn bản còn để trống"))
    if proposal.issued_on is None:
        found.append(
            ReadWarning("date_missing", "Ngày, tháng ban hành còn để trống" if proposal.issued_text else "Không thấy ngày ban hành")
        )
    if reading.structure.unlabelled:
        found.append(ReadWarning("label_missing", "Các việc trong văn bản không đánh số; cổng đánh số theo thứ tự đoạn"))
    found += [
        ReadWarning("label_out_of_order", f"Điểm {key} không theo thứ tự đánh số: có thể thiếu hoặc lặp một điểm", point=key)
        for key in reading.structure.disorder
    ]
    found += [
        ReadWarning("encoding_converted", f"Chữ trong tệp dùng bảng mã {encoding}, cổng đã chuyển sang Unicode; xem lại dấu")
        for encoding in sorted(reading.converted)
    ]
    found += _unknown(reading)
    found += _ambiguous(reading)
    found += _open(reading)
    found += addressees_without_task(reading)
    found += _recipients_outside(reading)
    found += _times(reading)
    return found


def _times(reading: Reading) -> Iterable[ReadWarning]:
    """Times that are asked about, and words of time that were not read, of the points and of their lines."""
    for point in reading.points:
        key = point.proposal.key
        for number, times in point.times.each():
            where = f"Điểm {key}" + (f", dòng gạch đầu dòng thứ {number}" if number else "")
            if times.readings:
                readings = tuple(read_time(found) for found in times.readings)
                message = f"{where}: {said(readings)} chưa rõ có phải thời hạn không"
                yield ReadWarning("due_doubtful", message, point=key, readings=readings, line=number)
            for words, of_event in {found.due.text: found.due.kind == DueKind.RELATIVE for found in times.unread}.items():
                why = "chưa biết ngày của" if of_event else "không đọc được thời hạn từ"
                message = f"{where}: {why} “{words}”; xem lại và ghi hạn nếu có"
                yield ReadWarning("due_unread", message, point=key, words=words, line=number)


def read_time(found: Found) -> ReadTime:
    return ReadTime(found.due.text, found.due.on, str(found.due.kind))


def said(readings: Iterable[ReadTime]) -> str:
    """The words of a doubtful time, each once."""
    return ", ".join(f"“{text}”" for text in dict.fromkeys(one.due_text for one in readings))


def _unknown(reading: Reading) -> Iterable[ReadWarning]:
    """A body without a code among the addressees or as a lead, each name once for each point."""
    seen: set[tuple[str | None, str]] = set()
    named: list[tuple[str | None, Mention]] = [(None, mention) for _, mentions in reading.addressees for mention in mentions]
    named += [(point.proposal.key, mention) for point in reading.points for _, mention in point.assigned.lead.mentions]
    for key, mention in named:
        names = (
            [mention.text]
            if mention.kind == "unknown" and not mention.doubts
            else [doubt.text for doubt in mention.doubts if not doubt.ambiguous]
        )
        for name in names:
            if (key, match_key(name)) not in seen:
                seen.add((key, match_key(name)))
                where = f"Điểm {key}" if key else "Kính gửi"
                yield ReadWarning("unit_unknown", f"{where}: “{name}” không có trong danh sách đơn vị của cổng", point=key, text=name)
    for item, mentions in reading.addressees:
        if not mentions and (None, match_key(item.text)) not in seen:
            seen.add((None, match_key(item.text)))
            yield ReadWarning("unit_unknown", f"Kính gửi: “{item.text}” không có trong danh sách đơn vị của cổng", text=item.text)


def _ambiguous(reading: Reading) -> Iterable[ReadWarning]:
    seen: set[tuple[str, str | None]] = set()
    places = [(None, "Kính gửi", mention) for _, mentions in reading.addressees for mention in mentions]
    places += [(None, "Nơi nhận", mention) for _, mentions in reading.recipients for mention in mentions]
    named = [(key, where, doubt) for key, where, mention in places for doubt in mention.doubts]
    named += [(point.proposal.key, f"Điểm {point.proposal.key}", doubt) for point in reading.points for _, doubt in point.doubts()]  # type: ignore[misc]
    for key, where, doubt in named:
        if doubt.ambiguous and (doubt.text, key) not in seen:
            seen.add((doubt.text, key))
            names = " hoặc ".join(candidate.unit.qualified_name for candidate in doubt.candidates)
            yield ReadWarning(
                "unit_ambiguous",
                f"{where}: “{doubt.text}” có thể là {names}",
                units=tuple(candidate.unit.code for candidate in doubt.candidates),
                point=key,
                text=doubt.text,
            )


def _open(reading: Reading) -> Iterable[ReadWarning]:
    """ "UBND cấp xã" or "UBND xã" leads, and nothing says which."""
    for point in reading.points:
        for name in dict.fromkeys(mention.text for _, mention in point.assigned.lead.mentions if _is_open(reading, mention)):
            yield ReadWarning(
                "unit_ambiguous",
                f"Điểm {point.proposal.key}: “{name}” không nói rõ là những xã nào, nên chưa giao cho xã nào",
                point=point.proposal.key,
                text=name,
            )


def _is_open(reading: Reading, mention: Mention) -> bool:
    nobody = not (mention.units or mention.doubts or reading.context.whole(mention))
    return mention.kind == "units" and "commune" in mention.relative and nobody


def addressees_without_task(reading: Reading) -> Iterable[ReadWarning]:
    idle = reading.idle_addressees
    if idle:
        yield idle_warning({unit.code: unit.name for unit in idle})


def idle_warning(idle: Mapping[str, str]) -> ReadWarning:
    """Addressed units without a task, as code → name."""
    names = ", ".join(list(idle.values())[:5]) + (f" và {len(idle) - 5} đơn vị khác" if len(idle) > 5 else "")
    return ReadWarning("addressee_without_task", f"{names} có ở Kính gửi nhưng không điểm nào giao việc", units=tuple(idle))


def _recipients_outside(reading: Reading) -> Iterable[ReadWarning]:
    """Communes among the recipients whose district no point names."""
    book, named = reading.context.book, reading.named
    outside: list[tuple[BookUnit, BookUnit]] = []
    for _, mentions in reading.recipients:
        for mention in mentions:
            for unit in mention.units if mention.kind == "units" else []:
                district = book.district_of(unit) if unit.area.level == "commune" else None
                if district is not None and district.code not in named and unit.code not in named:
                    outside.append((unit, district))
    if outside:
        names = ", ".join(unit.area.name for unit, _ in outside)
        districts = ", ".join(dict.fromkeys(f"{district.area.kind} {district.area.name}" for _, district in outside))
        yield ReadWarning(
            "recipient_outside_task",
            f"{names} có ở Nơi nhận, nhưng không điểm nào nêu {districts}",
            units=tuple(unit.code for unit, _ in outside),
        )
