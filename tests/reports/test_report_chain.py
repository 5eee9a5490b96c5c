"""A report from its first saved word to its acceptance: what each act does to the report, to the items, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from common.workflow import Right
from directives.models import Item, Obligation, Period
from directives.rules import ITEM_RIGHTS
from directives.services import items as item_services
from directives.workflow import ItemRight
from reports import rules, snapshot
from reports.content import Content, content_of
from reports.models import Entry, Level, Report, Review, Submission
from reports.services.reviewing import Said, accept, keep_remarks, return_report, start_review
from reports.services.submitting import submit, withdraw
from reports.services.writing import save_entry, save_remarks
from reports.workflow import ReportStatus, Verdict
from tests.factories.reports import put_report
from tests.factories.units import ensure_units
from tests.reports.handing_in import DISTRICT, fine, key_of
from tests.reports.handing_in import hand_in_as_written as hand_in
from tests.reports.stage import REPORT_DUE, TODAY, Stage, issue_dispatch
from units.models import Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    ensure_units()
    return Stage(issue_dispatch())


@pytest.fixture(autouse=True)
def day() -> object:
    with clock.at(TODAY):
        yield


def write(stage: Stage, item: Item, by: User | None = None, unit: str = DISTRICT, **values: object) -> Entry:
    words = "Đã làm xong" if values.get("level") == "done" else "Đang làm"
    typed = {"level": "doing", "result": words, "late_reason": "", "expected_text": "25/03/2021", **values}
    version = next((entry.version for entry in Entry.objects.filter(item=item)), 0)
    return save_entry(by=by or stage.person(unit), key=key_of(stage, unit), number=item.number, version=version, **typed)  # type: ignore[arg-type]


def write_all(stage: Stage, unit: str = DISTRICT, **values: object) -> Content:
    for line in content_of(key_of(stage, unit)).lines:
        write(stage, line.item, unit=unit, **values)
    return content_of(key_of(stage, unit))


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


class TestDraft:
    def test_it_is_filled_in_from_the_items_of_the_unit_and_its_communes_and_nothing_is_written(self, stage: Stage) -> None:
        own, commune = stage.item("1.a", DISTRICT), stage.item("1.b", "ubnd-30115")
        stage.progress(commune, "ubnd-30115", TODAY)
        content = content_of(key_of(stage))
        assert {line.item.pk for line in content.lines} == set(Item.objects.filter(accountable__code=DISTRICT).values_list("pk", flat=True))
        line = content.line(commune.number)
        assert line is not None and (line.level, line.result, line.written) == (Level.DOING, "Đã làm một phần", False)
        assert content.line(own.number).level == Level.TODO  # type: ignore[union-attr]
        assert not Report.objects.exists() and not Entry.objects.exists()

    def test_saving_keeps_what_was_typed_even_no_date_and_touches_no_item(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        before = Item.objects.values().get(pk=item.pk)
        entry = write(stage, item, level="done", result="Đã xong", expected_text="cuối tháng")
        assert (entry.expected_text, entry.version, entry.report.status) == ("cuối tháng", 1, ReportStatus.DRAFT)
        assert Item.objects.values().get(pk=item.pk) == before

    def test_the_same_words_again_change_nothing(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        assert write(stage, item).version == write(stage, item).version == 1

    def test_who_was_overtaken_is_told_by_whom_and_overwrites_nothing(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        write(stage, item, result="Tab thứ nhất")
        values = {"level": "doing", "late_reason": "", "expected_text": ""}
        with pytest.raises(Conflict, match=f"Cán bộ {DISTRICT}"):
            save_entry(by=stage.person(DISTRICT), key=key_of(stage), number=item.number, version=0, result="Tab thứ hai", **values)
        assert Entry.objects.get().result == "Tab thứ nhất"

    def test_a_neighbour_a_commune_and_the_centre_write_nothing(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        for by in (stage.person("ubnd-874"), stage.person("ubnd-30115"), stage.centre, stage.person("buudien-873")):
            with pytest.raises(Forbidden):
                write(stage, item, by=by)
        assert not Report.objects.exists()

    def test_another_units_item_is_not_part_of_it(self, stage: Stage) -> None:
        with pytest.raises(Forbidden, match="không thuộc báo cáo"):
            write(stage, stage.item("1.a", "ubnd-874"))

    def test_what_was_finished_before_the_data_of_the_period_is_left_out(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        stage.progress(item, DISTRICT, date(2021, 3, 1), claim=True)
        stage.verify(item, date(2021, 3, 2))
        Period.objects.filter(code="2021-Q1").update(data_from=date(2021, 3, 2))
        assert content_of(key_of(stage)).line(item.number) is not None
        Period.objects.filter(code="2021-Q1").update(data_from=date(2021, 3, 3))
        assert content_of(key_of(stage)).line(item.number) is None

    def test_remarks_have_their_own_version(self, stage: Stage) -> None:
        by, key = stage.person(DISTRICT), key_of(stage)
        write(stage, stage.item("1.a", DISTRICT))
        assert save_remarks(by=by, key=key, version=0, text="Đề nghị hỗ trợ kinh phí").version == 2
        assert save_remarks(by=by, key=key, version=2, text="Đề nghị hỗ trợ").version == 3
        with pytest.raises(Conflict):
            save_remarks(by=by, key=key, version=2, text="Khác")
        assert Report.objects.get().remarks == "Đề nghị hỗ trợ"

    def test_cost_of_opening_and_saving_does_not_grow(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        write(stage, item)
        with CaptureQueriesContext(
            connection,
        ) as opening:
            content_of(key_of(stage))
        assert len(opening) <= 12
        by = stage.person(DISTRICT)
        rules.writes_reports(by)
        key = key_of(stage)
        with CaptureQueriesContext(connection) as saving:
            save_entry(by=by, key=key, number=item.number, version=1, level="doing", result="Khác", late_reason="", expected_text="")
        assert len(saving) <= 8


class TestChecks:
    def test_each_thing_missing_is_named_at_its_field(self, stage: Stage) -> None:
        late, early = stage.item("1.a", DISTRICT), stage.item("1.b", "ubnd-30115")
        stage.set_due(late, date(2021, 3, 16))
        write(stage, late, level="doing", result="", expected_text="30/02/2021")
        write(stage, early, level="todo", result="", expected_text="01/03/2021")
        problems = content_of(key_of(stage)).problems
        assert {problem.field: problem.words for problem in problems[late.number]} == {
            "result": "Nhập kết quả đã làm được",
            "late_reason": "Nhập lý do chậm",
            "expected_text": "Không có ngày 30/02/2021. Sửa lại ngày",
        }
        assert [problem.field for problem in problems[early.number]] == ["expected_text"]

    def test_an_incomplete_report_does_not_go(self, stage: Stage) -> None:
        write(stage, stage.item("1.a", DISTRICT), expected_text="")
        with pytest.raises(Invalid, match="chưa đủ"):
            hand_in(stage)
        assert not Submission.objects.exists()
        assert Report.objects.get().status == ReportStatus.DRAFT


class TestSubmitting:
    def test_it_claims_what_is_done_and_keeps_what_was_said(self, stage: Stage) -> None:
        content = write_all(stage)
        done = content.lines[0].item
        write(stage, done, level="done", result="Đã bố trí 12 ghế", expected_text="")
        report = hand_in(stage)
        assert (report.status, report.first_submitted_on) == (ReportStatus.SUBMITTED, TODAY)
        assert (fresh(done).status, fresh(done).progress_note, fresh(done).percent) == ("claimed", "Đã bố trí 12 ghế", 100)
        assert {item.status for item in Item.objects.exclude(pk=done.pk)} == {"todo"}
        sent = snapshot.read(Submission.objects.get())
        assert [entry.item for entry in sent.entries] == [line.item.pk for line in content.lines]
        assert (sent.count(Level.DONE), sent.entries[0].result) == (1, "Đã bố trí 12 ghế")
        assert AuditEvent.objects.filter(subject_kind="report").get().text == "nộp báo cáo Quý I/2021"

    def test_untouched_items_go_with_what_they_say(self, stage: Stage) -> None:
        for item in Item.objects.filter(accountable__code=DISTRICT):
            with clock.at(TODAY):
                item_services.update_progress(
                    item_id=item.pk,
                    version=item.version,
                    by=stage.person(DISTRICT),
                    percent=40,
                    note="Đã mua vật tư",
                    expected_on=date(2021, 3, 30),
                )
        hand_in(stage)
        assert set(Entry.objects.values_list("result", "expected_text")) == {("Đã mua vật tư", "30/03/2021")}

    def test_a_second_submission_is_told_that_it_has_gone(self, stage: Stage) -> None:
        content = write_all(stage)
        hand_in(stage)
        with pytest.raises(Conflict, match="vừa được nộp"):
            submit(by=stage.person(DISTRICT), key=key_of(stage), seen=content.stamp)
        assert Submission.objects.count() == 1

    def test_one_refused_claim_sends_nothing(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        content = write_all(stage, level="done", expected_text="")
        refused = content.lines[-1].item

        def refuse(user: User, item: Item) -> None:
            if item.pk == refused.pk:
                raise Forbidden("Chưa báo xong được.")

        monkeypatch.setitem(ITEM_RIGHTS, ItemRight.FINDINGS, Right(refuse, lambda *_: True))
        with pytest.raises(Invalid, match=refused.code):
            hand_in(stage)
        assert not Submission.objects.exists()
        assert not Item.objects.filter(status="claimed").exists()

    def test_a_post_office_may_report_and_owes_nothing(self, stage: Stage) -> None:
        write_all(stage, unit="buudien-87")
        report = hand_in(stage, "buudien-87")
        assert report.status == ReportStatus.SUBMITTED
        assert not Obligation.objects.filter(unit=report.unit).exists()

    def test_a_post_office_without_work_and_a_unit_of_the_state_without_duty_have_nothing_to_report(self, stage: Stage) -> None:
        for unit in ("buudien-873", "ubnd-869"):
            with pytest.raises(Forbidden, match=r"không có nội dung|không giao"):
                rules.check_reports(Unit.objects.with_area().get(code=unit), None, stage.directive.pk)

    def test_a_merged_unit_reports_no_more_and_its_heir_is_named(self, stage: Stage) -> None:
        unit = Unit.objects.get(code=DISTRICT)
        unit.valid_to, unit.successor = date(2021, 3, 10), Unit.objects.get(code="ubnd-874")
        unit.save()
        with pytest.raises(Forbidden, match=r"đã sáp nhập.*Đơn vị kế tiếp là UBND"):
            write(stage, stage.item("1.a", DISTRICT))

    def test_after_the_lock_day_nothing_goes(self, stage: Stage) -> None:
        Obligation.objects.filter(unit__code=DISTRICT).update(due_on=date(2021, 3, 10), lock_on=date(2021, 3, 18))
        with pytest.raises(Forbidden, match="khóa sau ngày 18/03/2021"):
            write(stage, stage.item("1.a", DISTRICT))
        Obligation.objects.filter(unit__code=DISTRICT).update(lock_on=TODAY)
        assert write(stage, stage.item("1.a", DISTRICT)).pk


class TestWithdrawing:
    def test_before_the_review_it_comes_back_claims_stay_and_the_day_is_forgotten(self, stage: Stage) -> None:
        write_all(stage, level="done", expected_text="")
        report = hand_in(stage)
        report = withdraw(report_id=report.pk, version=report.version, by=stage.person(DISTRICT))
        assert (report.status, report.first_submitted_on) == (ReportStatus.DRAFT, None)
        assert set(Item.objects.filter(accountable__code=DISTRICT).values_list("status", flat=True)) == {"claimed"}
        with clock.at(date(2021, 4, 2)):
            report = hand_in(stage)
        assert report.first_submitted_on == date(2021, 4, 2)
        assert [(sent.number, sent.withdrawn_at is None) for sent in report.submissions.all()] == [(1, False), (2, True)]

    def test_once_the_review_began_it_stays(self, stage: Stage) -> None:
        write_all(stage)
        report = hand_in(stage)
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        with pytest.raises(Forbidden, match="đã bắt đầu duyệt"):
            withdraw(report_id=report.pk, version=report.version, by=stage.person(DISTRICT))


class TestReviewing:
    @pytest.fixture
    def submitted(self, stage: Stage) -> Report:
        write_all(stage, level="done", expected_text="")
        report = hand_in(stage)
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        return report

    def test_accepting_verifies_what_was_reported_done(self, stage: Stage, submitted: Report) -> None:
        report = accept(report_id=submitted.pk, version=submitted.version, by=stage.centre, said=fine(submitted))
        assert report.status == ReportStatus.ACCEPTED
        assert set(Item.objects.filter(accountable__code=DISTRICT).values_list("status", flat=True)) == {"verified"}

    def test_accepting_with_one_entry_to_complete_sends_that_item_back_alone(self, stage: Stage, submitted: Report) -> None:
        item = Item.objects.filter(accountable__code=DISTRICT).first()
        assert item is not None
        said = {**fine(submitted), item.number: Said(Verdict.MORE, "Gửi ảnh bảng niêm yết")}
        accept(report_id=submitted.pk, version=submitted.version, by=stage.centre, said=said)
        assert (fresh(item).status, fresh(item).back_reason) == ("doing", "Gửi ảnh bảng niêm yết")
        assert set(Item.objects.filter(accountable__code=DISTRICT).exclude(pk=item.pk).values_list("status", flat=True)) == {"verified"}

    def test_an_item_that_was_claimed_later_is_not_verified_with_it(self, stage: Stage) -> None:
        content = write_all(stage)
        item = content.lines[0].item
        report = hand_in(stage)
        stage.progress(item, DISTRICT, TODAY, claim=True)
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        accept(report_id=report.pk, version=report.version, by=stage.centre, said=fine(report))
        assert fresh(item).status == "claimed"

    def test_returning_needs_a_comment_and_a_word_on_each_entry_to_complete(self, stage: Stage, submitted: Report) -> None:
        number = Item.objects.filter(accountable__code=DISTRICT).values_list("number", flat=True)[0]
        with pytest.raises(Invalid, match="ý kiến chung"):
            return_report(report_id=submitted.pk, version=submitted.version, by=stage.centre, said={}, comment=" ")
        with pytest.raises(Invalid, match="cần bổ sung gì") as refusal:
            return_report(
                report_id=submitted.pk,
                version=submitted.version,
                by=stage.centre,
                said={number: Said(Verdict.MORE)},
                comment="Thiếu số liệu",
            )
        assert refusal.value.field == f"comment-{number}"
        assert Report.objects.get().status == ReportStatus.SUBMITTED

    def test_returned_resubmitted_changed_accepted(self, stage: Stage, submitted: Report) -> None:
        first, *_ = items = list(Item.objects.filter(accountable__code=DISTRICT))
        said = {first.number: Said(Verdict.MORE, "Nêu số máy đã trang bị")}
        report = return_report(
            report_id=submitted.pk,
            version=submitted.version,
            by=stage.centre,
            said=said,
            comment="Thiếu số liệu",
            again_by=date(2021, 3, 24),
        )
        assert (report.status, fresh(first).status) == (ReportStatus.RETURNED, "doing")
        assert {fresh(item).status for item in items[1:]} == {"claimed"}
        content = content_of(key_of(stage))
        line = content.line(first.number)
        assert line is not None and line.remark is not None and line.remark.comment == "Nêu số máy đã trang bị"
        with clock.at(date(2021, 3, 23)):
            write(stage, first, level="done", result="Đã trang bị 01 máy quét", expected_text="")
            report = hand_in(stage)
        assert (report.first_submitted_on, report.submissions.count()) == (TODAY, 2)
        before, after = (snapshot.read(submission) for submission in report.submissions.all())
        [change] = snapshot.changes(before, after)
        assert (change.after.number, change.fields) == (first.number, ("result",))
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        accept(report_id=report.pk, version=report.version, by=stage.centre, said=fine(report))
        assert {fresh(item).status for item in items} == {"verified"}

    def test_looking_starts_nothing_and_deciding_needs_a_start(self, stage: Stage) -> None:
        write_all(stage)
        report = hand_in(stage)
        with pytest.raises(Forbidden, match="Bắt đầu duyệt"):
            accept(report_id=report.pk, version=report.version, by=stage.centre, said=fine(report))
        assert not Review.objects.exists()

    def test_words_are_kept_before_the_decision(self, stage: Stage, submitted: Report) -> None:
        number = Item.objects.filter(accountable__code=DISTRICT).values_list("number", flat=True)[0]
        review = keep_remarks(
            report_id=submitted.pk,
            version=submitted.version,
            by=stage.centre,
            said={number: Said(Verdict.MORE, "Xem lại")},
            comment="Dở dang",
        )
        assert (review.comment, review.marks.get(verdict="more").comment) == ("Dở dang", "Xem lại")

    def test_only_the_centre_reviews_and_nobody_twice(self, stage: Stage, submitted: Report) -> None:
        for by in (stage.person(DISTRICT), stage.person("vpubnd-87", Role.VERIFIER), stage.person("ubnd-87", Role.LEADER)):
            with pytest.raises(Forbidden):
                accept(report_id=submitted.pk, version=submitted.version, by=by, said=fine(submitted))
        accept(report_id=submitted.pk, version=submitted.version, by=stage.centre, said=fine(submitted))
        with pytest.raises(Conflict):
            accept(report_id=submitted.pk, version=submitted.version, by=stage.centre, said=fine(submitted))


class TestDatabase:
    """What the services never do, no other hand can do either."""

    @pytest.mark.parametrize("status", [status for status in ReportStatus if status not in ("draft", "submitted")])
    def test_no_step_that_the_workflow_does_not_know(self, stage: Stage, status: str) -> None:
        report = put_report(
            directive=stage.directive, period=key_of(stage).period, unit=key_of(stage).unit, status="draft", first_submitted_on=None
        )
        with pytest.raises(IntegrityError, match="report_steps"), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(status=status, first_submitted_on=TODAY)

    def test_what_was_handed_in_and_what_was_decided_stays(self, stage: Stage) -> None:
        write_all(stage)
        report = hand_in(stage)
        for change in ({"content": {}}, {"number": 7}):
            with pytest.raises(IntegrityError, match="submission_stays"), transaction.atomic():
                Submission.objects.update(**change)
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        accept(report_id=report.pk, version=report.version, by=stage.centre, said=fine(report))
        with pytest.raises(IntegrityError, match="review_stays"), transaction.atomic():
            Review.objects.update(comment="Khác")
        with pytest.raises(IntegrityError, match="remark_stays"), transaction.atomic():
            Review.objects.get().marks.update(comment="Khác")

    def test_an_item_with_an_entry_is_not_deleted(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        write(stage, item)
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.filter(pk=item.pk).delete()


class TestVisible:
    def test_a_draft_is_its_units_own_and_a_neighbour_finds_nothing(self, stage: Stage) -> None:
        write_all(stage)
        seen = lambda user: Report.objects.visible_to(user).exists()  # noqa: E731
        assert seen(stage.person(DISTRICT))
        assert not seen(stage.centre)
        hand_in(stage)
        assert seen(stage.centre) and seen(stage.person("ubnd-87", Role.LEADER))
        assert not seen(stage.person("ubnd-874")) and not seen(stage.person("ubnd-30115"))

    def test_the_due_day_of_the_stage(self, stage: Stage) -> None:
        assert Obligation.objects.get(unit__code=DISTRICT).due_on == REPORT_DUE
