"""What the words beside a time make of it: a due date, the time of some thing, a matter to ask about, or words of time that are not read.

Rows are tried in order, the first that fits decides. Each row carries a sentence with its time in ⟦ ⟧, and the document in which it was
seen (``reading.md``: docs/reading.md; ``times.tsv``: the sentences beside the tests; ``made``: written in the manner of such documents).
A test reads every sentence, and shows that without its row it would be read otherwise. How the time itself is written is known to
``common.due_words``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from common.due import DueDate, DueKind
from reading.vocabulary import Phrase


class Meaning(StrEnum):
    """What a phrase of time is to the task in whose words it stands."""

    LIMIT = "limit"  # by then it has to be done
    THING = "thing"  # it says of what time some thing is
    ASK = "ask"  # it may be either
    UNREAD = "unread"  # it says more than was understood; no row, the phrase itself tells


DAY = frozenset({DueKind.EXACT})
LONG = frozenset({DueKind.YEAR, DueKind.SPAN, DueKind.HALF_YEAR})
SHORT = frozenset({DueKind.MONTH, DueKind.QUARTER})
PERIOD = LONG | SHORT
ANY = PERIOD | DAY | {DueKind.RELATIVE}

_EXPIRES = r"\b(?:hết|đến|tới|quá) (?:thời )?(?:hạn|hiệu lực)(?: (?:sử dụng|giải quyết))?"
_TARGET = r"(?:(?!hoàn thành|hoàn tất|xong)[^.;]){0,140}?\d\s*%"
_CLAUSE = r"(?:^|[.;:]\s+|^[\-–+•]\s*)"
_THINGS = (
    r"(?:hồ sơ|đơn(?: thư)?|thủ tục|phản ánh|kiến nghị|kết quả|số liệu|tình hình|danh sách|văn bản|nhiệm vụ"
    r"|hạn chế|tồn tại|sai sót|vi phạm)"
)
_RECEIVED = r"\b(?:hồ sơ|đơn(?: thư)?|thủ tục|phản ánh|kiến nghị) (?:[^.;,]{0,40} )?(?:tiếp nhận|nộp|gửi đến|nhận)(?: được)? "
_PLANS = r"(?:kế hoạch|quy hoạch|chương trình|chiến lược|đề án|mục tiêu|tầm nhìn|dự toán|nhiệm kỳ|chỉ tiêu|định hướng)"
_REPORTS = r"(?:báo cáo|kết quả|tình hình|số liệu|tổng kết|sơ kết|đánh giá|kế hoạch|chương trình|nhiệm vụ|công tác)"
_WORKS = r"(?:nhiệm vụ|công việc|nội dung|dự án|công trình|hoạt động|hội nghị|cuộc họp|lớp|đợt|đại hội)"


@dataclass(frozen=True)
class Row:
    """``before`` ends where the phrase begins, ``phrase`` matches its own words, ``after`` begins where it ends; all given ones must fit.

    ``cued``: whether a word such as "trước", "trong", "đến hết" stands in the phrase; None: either. ``firm``: whether that word sets a
    limit and nothing else ("trước", "chậm nhất", "đến hết"), see ``FIRM``. ``past``: the thing has happened, so its time can't be yet to
    come.
    """

    means: Meaning
    example: str
    seen: str
    before: str = ""
    phrase: str = ""
    after: str = ""
    kinds: frozenset[DueKind] = ANY
    cued: bool | None = None
    firm: bool | None = None
    past: bool = False

    def fits(self, due: DueDate, before: str, after: str) -> bool:
        if due.kind not in self.kinds or (self.cued is not None and due.cued is not self.cued):
            return False
        if self.firm is not None and is_firm(due) is not self.firm:
            return False
        own, behind, ahead = self._patterns
        return (
            (own is None or own.match(due.text) is not None)
            and (behind is None or behind.match(after) is not None)
            and (ahead is None or ahead.search(before) is not None)
        )

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str] | None, ...]:
        """Of the phrase, of what follows it, of what stands before it."""
        written = (self.phrase, self.after, f"(?:{self.before})$" if self.before else "")
        return tuple(re.compile(words, re.I) if words else None for words in written)


FIRM = re.compile(
    r"^(?:từ nay |ngay )?(?:trước|chậm nhất|muộn nhất|không (?:để )?(?:quá|(?:chậm|muộn|trễ) (?:hơn|quá))|hạn (?:cuối|chót)"
    r"|(?:đến |tới )?hết)\b",
    re.I,
)


def is_firm(due: DueDate) -> bool:
    """Whether the phrase itself sets a limit: "trước ngày …", "chậm nhất …", "đến hết …"."""
    return due.cued and FIRM.match(due.text) is not None


L, T, A = Meaning.LIMIT, Meaning.THING, Meaning.ASK

# fmt: off
ROWS: tuple[Row, ...] = (
    # ---- the time of a thing ----
    Row(T, "Phấn đấu ⟦đến hết năm 2030⟧ có ≥ 60 % hồ sơ trực tuyến.", "kế hoạch 617",
        after=_TARGET, kinds=LONG),
    Row(T, "⟦Trong quý III/2021⟧, tỷ lệ hồ sơ trễ hạn do chuyển phát dưới 2%.", "kh_ubnd_tinh_chi_so_hai_long_phu_luc",
        before=_CLAUSE, after=r"[^.;]{0,60}?\b(?:tỷ lệ|đạt|ít nhất|tối thiểu|có|trên|dưới|không quá)\b" + _TARGET),
    Row(T, "Giải ngân vốn đầu tư công tính ⟦đến hết ngày 31 tháng 10 năm 2021⟧ đạt thấp.", "thông báo 636",
        before=r"\btính "),
    Row(T, "Kiểm kê tài sản thời điểm 0h00 ⟦ngày 01/01/2022⟧.", "quyết định 1627",
        before=r"\bthời điểm (?:\d{1,2} ?(?:h|giờ|:) ?\d{0,2} )?"),
    Row(T, "Xe có giấy phép vận chuyển ⟦đến ngày 21/5/2022⟧.", "biên bản đoàn kiểm tra Lào Cai",
        before=r"\bgiấy (?:phép|chứng nhận)\b[^.;,]{0,80} ", phrase=r"đến|tới"),
    Row(A, "Trả hết hồ sơ quá hạn ⟦trước ngày 30/4/2021⟧.", "made",
        before=rf"{_EXPIRES} ", firm=True),
    Row(T, "Rà soát hồ sơ sẽ hết hạn ⟦trong tháng 11/2021⟧.", "reading.md",
        before=rf"{_EXPIRES} "),
    Row(A, "Xử lý hồ sơ trễ hạn ⟦trong quý II/2021⟧.", "made",
        before=r"\b(?:trễ|đúng|sớm) hạn ", firm=False),
    Row(T, "Nghị định có hiệu lực thi hành ⟦ngày 01/7/2021⟧.", "made",
        before=r"\bhiệu lực(?: thi hành)? ", kinds=DAY, cued=False),
    Row(A, "Khắc phục các hạn chế đã nêu ⟦trước ngày 30/4/2021⟧.", "cv_ubnd_tinh_hoa_toc_sua_mot_cua",
        before=r"\bđã (?:\w+ ){0,6}", kinds=DAY, firm=True),
    Row(T, "Rà soát hồ sơ đã trả ⟦trong quý I/2021⟧.", "reading.md",
        before=r"\bđã (?:\w+ ){0,6}", past=True, kinds=PERIOD | DAY),
    Row(T, "Xử lý các hạn chế phát sinh ⟦trong quý I/2021⟧.", "made",
        before=rf"{_THINGS} (?:[^.;,]{{0,40}} )?(?:phát sinh|tồn đọng|của) ", past=True, kinds=PERIOD | DAY),
    Row(T, "Không thu phí với hồ sơ tiếp nhận ⟦trong quý I/2021⟧.", "loi_doi_voi_nhiem_vu_trong_nam_la_mo_ta", past=True, firm=False,
        kinds=PERIOD | DAY, before=_RECEIVED),
    Row(T, "Niêm yết thủ tục được giải quyết ⟦trong 15 ngày kể từ ngày nhận đủ hồ sơ⟧.", "times.tsv",
        phrase=r".*\bhồ sơ\b", kinds=frozenset({DueKind.RELATIVE})),
    Row(A, "Giải quyết đơn thư nhận ⟦trước ngày 31/3/2021⟧.", "made", firm=True, kinds=DAY,
        before=_RECEIVED),
    Row(T, "Đối với các nhiệm vụ triển khai ⟦trong năm 2021⟧, UBND huyện tự cân đối kinh phí.", "loi_doi_voi_nhiem_vu_trong_nam_la_mo_ta",
        before=rf"{_CLAUSE}(?:riêng )?đối với [^,.;:]*", after=r"[^.;:]{0,60}?,", firm=False),
    Row(A, "Cân đối kinh phí cho nhiệm vụ triển khai ⟦trong năm 2021⟧.", "made", firm=False,
        before=rf"\b{_WORKS} (?:[^.;,]{{0,40}} )?(?:triển khai|thực hiện|khởi công|tổ chức|diễn ra|bắt đầu) "),
    Row(A, "Lập danh sách công chức nghỉ hưu ⟦trong năm 2021⟧.", "hướng dẫn 5155", firm=False,
        before=r"\b(?:nghỉ hưu|tốt nghiệp|xảy ra|diễn ra|đi vào hoạt động|được (?:\w+ ){1,2}) ?"),
    Row(A, "Kỳ thi dự kiến tổ chức ⟦trong tháng 5/2021⟧.", "made",
        before=r"\bdự kiến (?:\w+ ){0,3}", firm=False),
    Row(T, "Điều chỉnh Quy hoạch ⟦đến hết năm 2030⟧ cho phù hợp.", "chỉ thị 07", kinds=LONG, phrase=r"(?!trong)",
        before=rf"{_PLANS}\b[^.;,]{{0,80}} "),
    Row(T, "Tổng hợp kết quả thực hiện ⟦quý II/2021⟧ về UBND Tỉnh.", "công văn thật, điểm 1.c", cued=False, kinds=PERIOD,
        before=rf"\b{_REPORTS}\b[^.;:]{{0,80}} "),
    # ---- a due date ----
    Row(L, "Rà soát hồ sơ, hoàn thành ⟦quý II/2021⟧.", "kế hoạch khảo sát", kinds=PERIOD, cued=False,
        before=r"\b(?:hoàn thành|xong|kết thúc|thực hiện)(?: xong)? ?[,:]? ?"),
    Row(L, "Tổng hợp, gửi Sở Nội vụ và báo cáo ⟦ngày 20/4/2021⟧.", "cv_ubnd_tinh_ban_giao_cap_huyen",
        kinds=DAY | {DueKind.RELATIVE}, cued=False, before=r"\b(?:hoàn thành|xong|kết thúc|thực hiện|báo cáo|gửi|nộp|trình) ?[,:]? ?"),
    Row(L, "Rà soát hồ sơ. Thời hạn hoàn thành là ⟦ngày 30/4/2021⟧.", "times.tsv", cued=False,
        before=r"\b(?:thời gian|thời hạn|tiến độ|hạn)"
               r"(?: [^.;,:]{1,60} là|(?: (?:hoàn thành|thực hiện|báo cáo|kết thúc|triển khai|gửi|nộp))?(?: (?:là|–|-))?) "),
    Row(L, "⟦Quý II/2021⟧: UBND Phường 1 làm điểm.", "kh_ubnd_thanh_pho_sa_dec_khong_giay_to",
        before="^", after=": ", kinds=SHORT | DAY),
    Row(L, "⟦Giai đoạn 2021 - 2025⟧", "kế hoạch 552",
        before="^", after="$", kinds=LONG),
    Row(L, "⟦Đến năm 2025⟧, hoàn thành số hóa.", "chỉ thị 07",
        phrase=r"(?:đến|tới) năm", before=_CLAUSE, kinds=LONG),
    Row(L, "Số hóa, hoàn thành ⟦đến năm 2025⟧.", "made",
        phrase=r"(?:đến|tới) năm", kinds=LONG, before=r"\b(?:hoàn thành|xong|kết thúc) "),
    Row(T, "Phát triển hạ tầng số ⟦đến năm 2025⟧ theo hướng hiện đại.", "chỉ thị 07",
        phrase=r"(?:đến|tới) năm", kinds=LONG),
    # ---- what no row above knows: a word of limit makes a limit, a bare day or month is asked about ----
    Row(L, "Rà soát hồ sơ ⟦trong quý II/2021⟧.", "công văn thật, điểm 1.c",
        cued=True),
    Row(T, "Xây dựng danh mục dự án ⟦giai đoạn 2021 - 2025⟧.", "thông báo kết luận Lào Cai",
        phrase=r"giai đoạn|năm|thời kỳ", kinds=LONG),
    Row(A, "Tổ chức tập huấn ⟦ngày 20/4/2021⟧.", "công văn 174",
        kinds=ANY),
)

# How words begin that speak of a time and that no rule reads; they go on to the end of their clause (``UNREAD_REST``). ``meaning``: they
# set a limit by themselves; in a clause that says that something is to be done ("task"); right behind a word of completion ("done").
UNREAD_REST = r"(?:(?! (?:trước|chậm nhất|muộn nhất|trễ nhất|xong|hoàn thành)\b)(?:[^,.;:]|\.(?=\S))){0,60}"
_EVENT = r"(?:tết|lễ|kỳ|dịp|đợt|mùa|vụ|khai (?:giảng|mạc|trương)|năm (?:học|ngân sách)|học kỳ|đại hội|hội nghị|bầu cử)\b(?! báo cáo)"
_NEXT = r"(?:này|nay|tới|sau|kế tiếp|tiếp theo)"
NOT_READ: tuple[Phrase, ...] = (
    Phrase(r"(?:chậm|muộn|trễ) nhất\b", "limit", "Gửi danh sách ⟦chậm nhất khi khai mạc⟧.", "made"),
    Phrase(r"(?:ngay )?(?:trước|đến hết|hết) ngày (?!hẹn\b|\w+ hẹn\b|[^,.;]*\bcó hiệu lực)",
           "limit", "Gửi ⟦trước ngày 31/O3/2021⟧.", "loi_ngay_doc_khong_ra"),
    Phrase(rf"(?:(?:ngay|trong|trước|vào|hết|cuối|đầu) )*tuần (?:{_NEXT}|đầu|cuối|từ|thứ|\d+|một|hai|ba|tư)\b",
           "limit", "Công khai lịch trực ⟦trong tuần này⟧.", "qd_ubnd_tinh_to_cong_tac_mot_cua"),
    Phrase(rf"(?:(?:trước|trong|vào|sau|nhân|qua|hết)(?: khi)?(?: bước vào| kết thúc| ngày| các)? {_EVENT}|(?:tại|vào) (?:kỳ|phiên) họp\b)",
           "task", "Báo cáo kết quả ⟦trong dịp kỷ niệm ba năm thực hiện Đề án⟧.", "cv_ubnd_huyen_lap_vo_ho_so_tre_han"),
    Phrase(r"(?:trong |sau )?(?:vòng )?(?:vài|mấy|ít|nửa) (?:ngày|tuần|tháng)(?! (?:đầu|cuối))\b",
           "task", "Hoàn thành ⟦trong vòng nửa tháng⟧.", "made"),
    Phrase(rf"(?:trước |trong |vào )?(?:ngày mai|(?:ngày|tháng|quý) {_NEXT}\b|(?:trước (?:khi )?)?(?:hết|cuối) năm\b(?! \d))",
           "task", "Hoàn thành ⟦trước khi hết năm⟧.", "made"),
    Phrase(r"(?:trước |vào )?(?:\d{1,2} ?(?:giờ|h)\d{0,2} )?(?:sáng |chiều )?(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|ngày làm việc)\b",
           "task", "Gửi báo cáo ⟦vào chiều thứ Năm⟧.", "made"),
    Phrase(r"(?:(?:trước|trong|vào|đến|hết) )?(?:ngày|tháng|quý) (?=\S*(?:\d|…|\.\.))", "task", "Nộp báo cáo ⟦vào ngày l5⟧.", "made"),
    Phrase(r"(?:trước|trong|vào|đến|hết|hạn cuối|hạn chót)(?: là)? (?:ngày |tháng |quý )?(?=[^\s,;]*\d[/.\-])(?!\d+[.,]\d|\d+/\d+ )",
           "task", "Hoàn thành ⟦vào 31/O3/2021⟧.", "made"),
    Phrase(r"(?:ngay )?trước (?!mắt|tiên|hết|đây|pháp luật|Chủ tịch|UBND|[ỦU][yỷ] ban)\w",
           "done", "Niêm yết xong ⟦trước khi đoàn kiểm tra đến làm việc⟧.", "made"),
)
# fmt: on


def row_of(due: DueDate, before: str, after: str, rows: tuple[Row, ...] = ROWS) -> Row | None:
    """The first row that fits the words on both sides of a phrase. What repeats or goes on is no matter of this table."""
    return next((row for row in rows if row.fits(due, before, after)), None)
