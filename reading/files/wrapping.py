"""Which lines of a text file go on from the line above: paragraphs that were wrapped to a width, put together again."""

import re

from reading.files.labels import CAPITALS, DASH, Label, follows, read_label

_HEADING_WORDS = re.compile(
    r"^(?:Số\s*:|V/v\b|Kính gửi\b|Nơi nhận\b|CỘNG H[ÒO][AÀ]\b|Độc lập\s*-|(?:TM|KT|TL|TUQ|T/M)\.|PHỤ LỤC\b|Căn cứ\b|Theo đề nghị\b)", re.I
)
_PREAMBLE = re.compile(r"^(?:Thực hiện|Căn cứ|Xét|Theo|Qua|Để|Ngày \d|Trên cơ sở|Thời gian qua)\b")
_OPENING = re.compile(r"^(?:Thực hiện|Xét|Qua|Để|Trên cơ sở|Thời gian qua|Yêu cầu|Trên đây là|Đề nghị các|Trong quá trình|Nhận được)\b")
_PLACE_AND_DATE = re.compile(r"^[^,;]{2,40},\s*ngày\b.{0,12}\btháng\b.{0,8}\bnăm\s*\d{4}$")
_NAME_ONLY = re.compile(rf"^(?:[{CAPITALS}][^\W\d_]*\s*){{1,6}}$|^(?:Thành phố|Thị xã|Huyện|Xã|Phường)(?:\s+[^\W\d_]+){{0,5}}$")
_NUMBER_LINE = re.compile(r"^Số\s*:?\s*\d*\s*/\S*\w$", re.I)
_ENDS_SENTENCE = re.compile(r"[.;:!?…]$|\./\.$")
_RULE = re.compile(r"^[\s\-–_=*.]{4,}$")
_MIN_INDENT = 3
_NEARLY_FULL = 0.7  # of the width: a shorter line was not wrapped
# Words behind which a number belongs to the sentence and to no list: (words, how the line below went on, where that was seen).
CALLS_FOR_A_NUMBER = (
    ("văn bản số", "12/BCĐ ngày 03/02/2021", "test_wrapping"),
    ("trước ngày", "5. Các đơn vị báo cáo sau", "test_wrapping"),
    ("trong tháng", "6. Các đơn vị báo cáo sau", "test_wrapping"),
    ("trong quý", "II. Các đơn vị báo cáo sau", "test_wrapping"),
    ("tại điểm", "a) khoản 1 Điều 4 của Quy chế", "test_wrapping"),
    ("tại khoản", "2. Trường hợp khác", "test_wrapping"),
    ("tại điều", "5. Các trường hợp khác", "test_wrapping"),
    ("tại mục", "III. Các đơn vị khác", "test_wrapping"),
    ("mức độ", "4. Các thủ tục khác", "test_wrapping"),
)
_CALLS = re.compile(rf"(?:^|\s)(?:{'|'.join(re.escape(words) for words, _, _ in CALLS_FOR_A_NUMBER)})$", re.I)
_SHORTEST_WRAPPED = 40  # a line that ends there is a heading
_LONGEST_WRAPPED = 160  # where lines are longer, every line is a paragraph


def is_caps(text: str) -> bool:
    """A line printed in capitals, as titles, headings and signatures are."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and " " in text.strip() and all(letter.isupper() for letter in letters)


def join_wrapped(lines: list[str], width: int) -> list[str]:
    """The paragraphs of a block of lines without blank lines between them. ``width`` is how long a full line of the file is."""
    lines = [line.rstrip() for line in lines if line.strip()]
    full = max([len(line) for line in lines], default=0)
    full = max(full, width) if len(lines) > 1 else full
    indented = any(_indent(line) >= _MIN_INDENT for line in lines) and any(_indent(line) < _MIN_INDENT for line in lines)
    paragraphs: list[str] = []
    above = ""
    for line in lines:
        if paragraphs and goes_on(above, line, full, indented=indented, so_far=paragraphs[-1]):
            paragraphs[-1] += " " + line.strip()
        else:
            paragraphs.append(line.strip())
        above = line
    return paragraphs


def unfinished(line: str) -> bool:
    """Whether a sentence goes on behind this line."""
    return _ENDS_SENTENCE.search(line.rstrip()) is None and not is_caps(line)


def runs_on(before: str, text: str) -> bool:
    """Whether ``text`` begins like a label but goes on with the sentence of ``before``: a number that is called for, an open bracket."""
    if re.match(r"[\w.]{1,4}\)", text) and before.count("(") > before.count(")"):
        return True
    return len(before) > _SHORTEST_WRAPPED and _CALLS.search(before) is not None


def _counts_things(so_far: str, text: str, label: Label) -> bool:
    """A number at the start of a wrapped line that belongs to its sentence: a share, a measure, or one that counts on from nothing."""
    begins = text[label.length :][:1]
    above = read_label(so_far)
    return (
        begins == "%"
        or begins.islower()
        or (above is not None and above.style == label.style and not follows(above.last, label.last, label.style))
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def goes_on(above: str, line: str, full: int, *, indented: bool, so_far: str) -> bool:
    """Whether ``line`` belongs to the paragraph of the line ``above``; ``so_far`` is that paragraph."""
    text, before = line.strip(), above.strip()
    if _PLACE_AND_DATE.match(text) and _NAME_ONLY.match(before) and so_far == before:
        return True  # the name of the place is broken: "Thành phố Hồ Chí | Minh, ngày …"
    if _RULE.match(text) or _RULE.match(before) or _PLACE_AND_DATE.match(text) or _PLACE_AND_DATE.match(before):
        return False
    if (label := read_label(before)) is not None and label.length >= len(before):
        return True  # a label alone: its words follow
    ended = _ENDS_SENTENCE.search(before) is not None
    if dash := DASH.match(text):
        # A dash between words may fall on the start of a line: "kinh tế | - xã hội".
        return not ended and text[dash.end() : dash.end() + 1].islower() and not before.endswith(",")
    if (label := read_label(text)) is not None:
        numbers = not ended and label.style.startswith(("number", "decimal")) and len(above) > full * _NEARLY_FULL
        return runs_on(so_far, text) or (numbers and _counts_things(so_far, text, label))
    if (_HEADING_WORDS.match(text) and not text[0].islower()) or _NUMBER_LINE.match(before):
        return False
    if is_caps(before) != is_caps(text):
        return is_caps(before) and text[0].islower()
    if is_caps(before):
        return read_label(so_far) is not None
    if indented:
        return _indent(line) < _MIN_INDENT
    if text[0].islower() or text[0].isdigit() or text[0] in ",;)":
        return True
    if full > _LONGEST_WRAPPED or (so_far.startswith("Kính gửi") and _PREAMBLE.match(text) and len(before) < full * 0.95):
        return False
    return not (ended and (len(above) < full * 0.8 or _OPENING.match(text)))
