"""The reviewer's verdict is his own: what deserves a second look stands first, one act marks the others, nothing is "Đạt" by itself."""

from __future__ import annotations

import re
from datetime import date

import pytest

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from directives.models import Item
from directives.services.evidence import add_evidence
from reports import snapshot
from reports.models import Remark, Report, Review
from reports.second_look import live_items, second_looks
from reports.services.reviewing import Said, accept, keep_remarks, pass_rest, return_report
from reports.workflow import Verdict
from tests.factories.directives import photo
from tests.reports.handing_in import DISTRICT, begin, fine, fresh, give_back, hand_in, hand_in_as_written, take, write
from tests.reports.reviewing import QUEUE, address, decide, form_of, numbers, page, words
from tests.reports.stage import TODAY, Stage


def prove(stage: Stage, *items: int) -> None:
    """A file for each of these items."""
    for number in items:
        values = {"by": stage.person(DISTRICT), "upload": photo(f"anh-{number}.png", str(number)), "caption": "Sau", "moment": "after"}
        add_evidence(item_id=Item.objects.get(number=number).pk, **values)


def reasons(report: Report) -> dict[int, list[str]]:
    """Number of the item → why it deserves a second look, as the portal says it."""
    *earlier, last = report.submissions.filter(withdrawn_at=None).order_by("number")
    sent = snapshot.read(last)
    found = second_looks(sent, earlier[-1] if earlier else None, live_items([sent]), clock.today())
    return {number: [reason.words for reason in each] for number, each in found.items()}


class TestVerdicts:
    def test_accepting_verifies_nothing_of_which_nobody_said_anything(self, stage: Stage, started: Report) -> None:
        with pytest.raises(Invalid, match="còn 4 nội dung chưa kết luận") as refusal:
            accept(report_id=started.pk, version=started.version, by=stage.centre, said={})
        assert refusal.value.field == f"verdict-{numbers()[0]}"
        some = dict(list(fine(started).items())[:3])
        with pytest.raises(Invalid, match="còn 1 nội dung chưa kết luận"):
            accept(report_id=started.pk, version=started.version, by=stage.centre, said=some)
        assert not Item.objects.verified().exists() and fresh(started).status == "submitted"

    def test_returning_writes_nothing_on_what_nobody_touched(self, stage: Stage, started: Report) -> None:
        first, *others = numbers()
        said = {first: Said(Verdict.MORE, "Gửi ảnh")}
        return_report(report_id=started.pk, version=started.version, by=stage.centre, said=said, comment="Thiếu ảnh")
        assert list(Remark.objects.values_list("entry__item__number", "verdict")) == [(first, "more")]
        assert set(Item.objects.filter(number__in=others).values_list("status", flat=True)) == {"claimed"}
        text = words(page(stage.centre, address(started)))
        assert text.count("Trung tâm: Cần bổ sung") == 1 and "Trung tâm: Đạt" not in text

    def test_words_without_a_verdict_are_kept_and_a_decision_asks_for_it(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        keep_remarks(report_id=started.pk, version=started.version, by=stage.centre, said={number: Said(None, "Xem lại ảnh")})
        assert Remark.objects.get().verdict == ""
        html = page(stage.centre, address(started))
        assert "Xem lại ảnh</textarea>" in html and not re.search(r'name="verdict-\d+"[^>]*checked', html)
        html = decide(stage, started, 422, "tra-lai", form_of(html), comment="Thiếu")
        assert f"Kết luận ND‑{number:03d}: Đã ghi ý kiến: chọn “Đạt” hoặc “Cần bổ sung”." in html

    def test_accepting_on_the_page_without_verdicts_is_asked_in_words(self, stage: Stage, started: Report) -> None:
        html = decide(stage, started, 422, "chap-nhan", form_of(page(stage.centre, address(started))), comment="Tốt")
        assert "Chưa chấp nhận được: còn 4 nội dung chưa kết luận" in html and "Tốt</textarea>" in html

    def test_enter_in_a_field_keeps_the_words_and_marks_nothing(self, stage: Stage, started: Report) -> None:
        prove(stage, *numbers())
        html = page(stage.centre, address(started))
        assert re.findall(r'name="viec" value="([\w-]+)"', html)[0] == "luu"


class TestTheOthers:
    @pytest.fixture
    def proved(self, stage: Stage) -> Report:
        """All of Cao Lãnh is done; one entry has no file."""
        _, *others = numbers()
        prove(stage, *others)
        report = hand_in(stage, level="done", result="Đã làm xong", expected_text="")
        begin(stage, report)
        return fresh(report)

    def test_one_act_marks_those_it_names_and_never_what_stands_above_it(self, stage: Stage, proved: Report) -> None:
        bare, *others = numbers()
        html = page(stage.centre, address(proved))
        text = words(html)
        named = " , ".join(f"ND‑{number:03d}" for number in others)
        assert "Nên xem kỹ (1 nội dung)" in text and f"3 nội dung còn lại không có điểm nào phải xem kỹ {named} ." in text
        assert html.index(f'id="nd{bare}"') < html.index("Ghi Đạt cho 3 nội dung này") < html.index(f'id="nd{others[0]}"')
        rest = re.search(r'name="rest" value="([\d,]+)"', html)
        assert rest is not None
        decide(stage, proved, 302, "dat-con-lai", form_of(html), rest=rest[1], comment="Đang xem")
        assert set(Remark.objects.values_list("entry__item__number", "verdict")) == {(number, "ok") for number in others}
        assert Review.objects.get().comment == "Đang xem" and not Review.objects.get().decision
        html = page(stage.centre, address(proved))
        assert "Đạt 3/4 nội dung, 1 chưa kết luận" in words(html) and "Ghi Đạt cho" not in html

    def test_what_the_reviewer_said_himself_stays(self, stage: Stage, proved: Report) -> None:
        bare, first, *others = numbers()
        said = {first: Said(Verdict.MORE, "Ảnh mờ"), bare: Said(None, "Hỏi lại xã")}
        pass_rest(report_id=proved.pk, version=proved.version, by=stage.centre, said=said, named=[first, *others])
        verdicts = dict(Remark.objects.values_list("entry__item__number", "verdict"))
        assert verdicts == {bare: "", first: "more", **dict.fromkeys(others, "ok")}

    def test_one_that_needs_a_look_meanwhile_is_not_passed_with_the_others(self, stage: Stage, proved: Report) -> None:
        bare, *others = numbers()
        with pytest.raises(Conflict, match=f"ND‑{bare:03d} nay cần xem kỹ: báo xong nhưng không kèm minh chứng"):
            pass_rest(report_id=proved.pk, version=proved.version, by=stage.centre, said={}, named=[bare, *others])
        assert not Remark.objects.exists()

    def test_a_name_that_the_report_does_not_have_is_refused(self, stage: Stage, proved: Report) -> None:
        with pytest.raises(Forbidden, match="không có nội dung số 99999"):
            pass_rest(report_id=proved.pk, version=proved.version, by=stage.centre, said={}, named=[99999])


class TestReasons:
    def test_each_is_said_in_words(self, stage: Stage) -> None:
        first, second, third, fourth = numbers()
        prove(stage, second, third)
        stage.set_due(Item.objects.get(number=fourth), date(2021, 3, 16))
        write(stage, Item.objects.get(number=first), level="done", result="Đã lắp 02 máy", expected_text="")
        write(stage, Item.objects.get(number=second), level="done", result="Đã dán 8/21 TTHC", expected_text="")
        write(stage, Item.objects.get(number=third), level="done", result="Đã dán 21/21 TTHC", expected_text="")
        write(stage, Item.objects.get(number=fourth), level="doing", late_reason="Chờ mẫu")
        report = hand_in_as_written(stage, confirmed=[second])
        assert reasons(report) == {
            first: ["báo xong nhưng không kèm minh chứng"],
            second: ["báo xong nhưng ghi “8/21”"],
            fourth: ["quá hạn 3 ngày, chưa xong"],
        }
        assert words(page(stage.centre, QUEUE)).count("1 nội dung báo xong nhưng lời hoặc số liệu nói khác") == 1

    def test_progress_below_the_whole_before_the_report_is_one(self, stage: Stage) -> None:
        first, *_ = numbers()
        stage.progress(Item.objects.get(number=first), DISTRICT, TODAY)
        prove(stage, *numbers())
        report = hand_in(stage, level="done", result="Đã làm xong", expected_text="")
        assert reasons(report) == {first: ["lần cập nhật trước khi nộp mới ở mức 50%"]}

    def test_what_is_verified_already_needs_none(self, stage: Stage, waiting: Report) -> None:
        assert set(reasons(waiting)) == set(numbers())
        stage.verify(Item.objects.get(number=numbers()[0]), TODAY)
        assert set(reasons(waiting)) == set(numbers()[1:])

    def test_what_was_fine_by_an_act_and_says_the_same_again_needs_none(self, stage: Stage, waiting: Report) -> None:
        first = numbers()[0]
        give_back(stage, waiting, {first: "Gửi ảnh"}, others=Verdict.OK)
        write(stage, Item.objects.get(number=first), level="done", result="Đã làm xong", expected_text="")
        report = hand_in_as_written(stage)
        assert reasons(report) == {first: ["đã yêu cầu bổ sung, đơn vị chưa sửa", "báo xong nhưng không kèm minh chứng"]}

    def test_after_the_decision_nothing_is_pointed_at(self, stage: Stage, waiting: Report) -> None:
        take(stage, waiting)
        assert "Nên xem kỹ" not in page(stage.centre, address(waiting))
