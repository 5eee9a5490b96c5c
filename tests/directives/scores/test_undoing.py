"""Taking a committed score table back: what it made goes, what it changed returns; nothing where somebody built on it; no name is told."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common import clock
from common.errors import Forbidden
from common.models import AuditEvent
from directives.models import ImportBatch, Inspection, Score, ScoreBatch, ScoreChange
from directives.services import importing
from directives.services.importing import undo_import
from directives.services.scores import commit_scores, discard_scores, import_scores, open_scores, target_of, undo_scores
from directives.services.scores_following import follow_up, withdraw_follow_up
from directives.services.scores_keeping import pseudonymise_scores
from tests.factories.annexes import annex, row
from tests.factories.directives import TODAY
from tests.factories.scores import NAMES, PEOPLE, people_table, reader, table
from tests.factories.units import make_user
from units.models import User
from units.roles import Role

CIVIL, CLERK = NAMES[:2]
Scores = dict[str, Score]
FIELDS = ("full_name", "position", "score", "max_score", "grade", "note", "employer_id", "source", "batch_id", "imported_at")


def bring_in(scores: Scores, *rows: Any) -> ScoreBatch:
    """A second table for the same inspection, as the command line does it."""
    target = target_of(inspection_id=scores[CIVIL].inspection_id, new_title="", directive_id=None)
    batch = import_scores(target=target, content=table(*rows), file_name="a.xlsx", by=None).batch
    assert batch is not None
    return batch


def all_values() -> list[dict[str, Any]]:
    return list(Score.objects.order_by("pk").values("pk", *FIELDS))


def changed_row(score: Any = 9, note: str | None = "Chấm lại lần 3") -> list[Any]:
    return [1, CIVIL, "Phó Chủ tịch", PEOPLE[0][2], score, "Xuất sắc", note]


NEW_ROW = [2, "Bùi Thị Họa", "Công chức", PEOPLE[0][2], "8", "Giỏi", None]


def test_what_a_table_made_goes_and_what_it_changed_returns(scores: Scores) -> None:
    before = all_values()
    batch = bring_in(scores, changed_row(), NEW_ROW)
    assert all_values() != before
    undone = undo_scores(batch_id=batch.pk, by=reader(Role.CENTRE, "kstthc-87"))
    assert (undone.removed, undone.restored, undone.obstacles) == (1, 1, ())
    assert all_values() == before
    assert not batch.changes.exists()
    batch.refresh_from_db()
    assert (batch.status, batch.undone_by, batch.counts["created"]) == ("undone", User.objects.get(username="diem.kstthc-87"), 1)


def test_the_inspection_that_it_made_goes_too_unless_something_else_stands_there(scores: Scores) -> None:
    first = scores[CIVIL].batch
    second = bring_in(scores, changed_row())
    undo_scores(batch_id=second.pk, by=None)
    assert Inspection.objects.count() == 1
    undo_scores(batch_id=first.pk, by=None)  # the undone second table still says where it belonged
    assert (Score.objects.count(), Inspection.objects.count()) == (0, 1)
    target = target_of(inspection_id=None, new_title="Đợt khác", directive_id=None)
    other = import_scores(target=target, content=people_table(), file_name="a.xlsx", by=None).batch
    assert other is not None
    undo_scores(batch_id=other.pk, by=None)
    assert not Inspection.objects.filter(title="Đợt khác").exists()
    assert ScoreBatch.objects.get(pk=other.pk).new_title == "Đợt khác"


def test_only_a_committed_table_once_and_only_by_who_may_import(scores: Scores) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    batch = scores[CIVIL].batch
    for user in (make_user(Role.CENTRE, "kstthc-87"), make_user(Role.ADMIN, "kstthc-87"), reader(Role.OFFICER, "ubnd-30115")):
        with pytest.raises(Forbidden):
            undo_scores(batch_id=batch.pk, by=user)
    target = target_of(inspection_id=batch.inspection_id, new_title="", directive_id=None)
    draft = open_scores(by=centre, target=target, content=people_table(), file_name="a.xlsx")
    with pytest.raises(Forbidden, match="chưa nhập gì"):
        undo_scores(batch_id=draft.pk, by=centre)
    undo_scores(batch_id=batch.pk, by=centre)
    with pytest.raises(Forbidden, match="đã được hoàn tác"):
        undo_scores(batch_id=batch.pk, by=centre)
    discard_scores(batch_id=draft.pk, by=centre)


# ---- what stands in the way ----


def test_a_later_table_that_changed_the_same_person_is_undone_first(scores: Scores) -> None:
    first, later = scores[CIVIL].batch, bring_in(scores, changed_row())
    blocked = undo_scores(batch_id=first.pk, by=None)
    assert (blocked.removed, [one.message for one in blocked.obstacles]) == (
        0,
        [f"Bảng điểm số {later.pk} nhập sau đã cập nhật những người này. Hoàn tác bảng đó trước."],
    )
    assert Score.objects.count() == len(PEOPLE)
    undo_scores(batch_id=later.pk, by=None)
    assert undo_scores(batch_id=first.pk, by=None).removed == len(PEOPLE)


def test_later_is_what_was_committed_later_not_what_was_uploaded_later(scores: Scores) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    target = target_of(inspection_id=scores[CIVIL].inspection_id, new_title="", directive_id=None)
    early = open_scores(by=centre, target=target, content=table(changed_row(6)), file_name="a.xlsx")
    middle = bring_in(scores, changed_row(7))
    commit_scores(batch_id=early.pk, version=early.version, by=centre, only_valid=False)
    assert early.pk < middle.pk
    assert undo_scores(batch_id=middle.pk, by=None).obstacles
    assert undo_scores(batch_id=early.pk, by=None).restored == 1
    assert Score.objects.get(pk=scores[CIVIL].pk).score == 7


def test_a_person_for_whom_something_was_written_down_stays(scores: Scores) -> None:
    officer = reader(Role.OFFICER, "ubnd-30115")
    made = follow_up(score_id=scores[CIVIL].pk, by=officer, kind="remind")
    later = bring_in(scores, changed_row())
    assert undo_scores(batch_id=later.pk, by=None).restored == 1  # what stood there before was not built on the table
    again = bring_in(scores, changed_row())
    newer = follow_up(score_id=scores[CIVIL].pk, by=officer, kind="commend")
    blocked = undo_scores(batch_id=again.pk, by=None).obstacles
    assert [f"người số {scores[CIVIL].pk}" in one.message for one in blocked] == [True]
    withdraw_follow_up(follow_up_id=newer.pk, by=officer)
    assert undo_scores(batch_id=again.pk, by=None).restored == 1
    withdraw_follow_up(follow_up_id=made.pk, by=officer)
    assert [one.message for one in undo_scores(batch_id=scores[CIVIL].batch_id, by=None).obstacles] == [
        f"Đơn vị đã ghi việc theo dõi cho người số {scores[CIVIL].pk}; việc đã ghi, kể cả đã rút lại, được giữ cùng người đó."
    ]
    assert Score.objects.count() == len(PEOPLE)


def test_old_values_go_with_the_names_and_nothing_is_undone_then(scores: Scores) -> None:
    batch = bring_in(scores, changed_row())
    assert "Chấm lại lần 2" in json.dumps(ScoreChange.objects.get(batch=batch).before, ensure_ascii=False)
    pseudonymise_scores(on=TODAY + timedelta(days=settings.SCORES_KEPT_DAYS + 1))
    assert set(ScoreChange.objects.values_list("batch", flat=True)) == {batch.pk, scores[CIVIL].batch_id}
    assert all(change.before == {} for change in ScoreChange.objects.all())
    assert "hết thời hạn" in undo_scores(batch_id=batch.pk, by=None).obstacles[0].message


def test_a_table_from_before_old_values_were_kept_can_not_be_undone(scores: Scores) -> None:
    ScoreChange.objects.all().delete()
    blocked = undo_scores(batch_id=scores[CIVIL].batch_id, by=None)
    assert "trước khi cổng giữ giá trị cũ" in blocked.obstacles[0].message
    assert Score.objects.count() == len(PEOPLE)


def test_an_annex_keeps_its_inspection_where_scores_stand(scores: Scores) -> None:
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra chung", directive_id=None)
    content = annex(row(1, "Xã Mỹ Long, huyện Cao Lãnh", "A"))
    batch = importing.import_file(target=target, content=content, file_name="a.xlsx", by=None).batch
    assert batch is not None and batch.inspection_id is not None
    target = target_of(inspection_id=batch.inspection_id, new_title="", directive_id=None)
    import_scores(target=target, content=people_table(), file_name="a.xlsx", by=None)
    assert undo_import(batch_id=batch.pk, by=None).removed == 1
    assert Inspection.objects.filter(title="Kiểm tra chung").exists()


# ---- numbers, the command, what the database holds ----


def test_imports_of_both_kinds_never_share_a_number(scores: Scores) -> None:
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None)
    made: list[int] = []
    for place in range(3):
        content = annex(row(1, "Xã Mỹ Long, huyện Cao Lãnh", f"Hạn chế {place}"))
        annex_batch = importing.import_file(target=target, content=content, file_name="a.xlsx", by=None).batch
        assert annex_batch is not None
        made += [annex_batch.pk, bring_in(scores, changed_row(place)).pk]
    assert made == sorted(set(made))
    assert not set(ImportBatch.objects.values_list("pk", flat=True)) & set(ScoreBatch.objects.values_list("pk", flat=True))


def run(*arguments: str) -> tuple[int, dict[str, Any], str]:
    """(exit status, document, what was said) of the command."""
    out = io.StringIO()
    try:
        call_command("undo_import", *arguments, "--json", stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return error.returncode, json.loads(out.getvalue() or "{}"), str(error)
    return 0, json.loads(out.getvalue()), ""


def test_the_command_finds_which_kind_a_number_names(scores: Scores) -> None:
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None)
    content = annex(row(1, "Xã Mỹ Long, huyện Cao Lãnh", "A"))
    findings = importing.import_file(target=target, content=content, file_name="a.xlsx", by=None).batch
    assert findings is not None
    later = bring_in(scores, changed_row(), NEW_ROW)
    code, document, words = run(str(scores[CIVIL].batch_id))
    assert (code, document["removed"], len(document["blocked_by"])) == (1, 0, 1)
    assert run(str(later.pk)) == (0, {"batch": later.pk, "removed": 1, "restored": 1, "blocked_by": []}, "")
    assert run(str(later.pk))[0] == 1
    assert run(str(findings.pk)) == (0, {"batch": findings.pk, "removed": 1, "restored": 0, "blocked_by": []}, "")
    assert run("999999")[:2] == (2, {})
    assert not any(name in words for name in NAMES)


def test_the_database_holds_no_file_and_no_choices_of_a_table_that_is_done(scores: Scores) -> None:
    batch = ScoreBatch.objects.get()
    for change in ({"content": b"x"}, {"choices": {"cells": {}}}):
        with pytest.raises(IntegrityError, match="score_batch_keeps_file_while_draft"), transaction.atomic():
            ScoreBatch.objects.filter(pk=batch.pk).update(**change)
    for change in ({"status": "undone"}, {"undone_at": clock.now()}):
        with pytest.raises(IntegrityError, match="score_batch_undone_has_time"), transaction.atomic():
            ScoreBatch.objects.filter(pk=batch.pk).update(**change)


# ---- the page ----


def test_the_page_of_a_table_says_what_it_brought_in_and_takes_it_back(scores: Scores) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    client = Client()
    client.force_login(centre)
    batch = bring_in(scores, changed_row(), NEW_ROW, [3, "Hồ Văn Tạm", "Công chức", PEOPLE[0][2], "tám", None, None])
    address = reverse("score_batch", args=[batch.pk])
    assert address in client.get(reverse("score_upload")).content.decode()
    page = client.get(address).content.decode()
    assert all(
        words in page for words in (batch.file_sha256, "Cổng (dòng lệnh)", "trả lại giá trị cũ của 1 người", "Hoàn tác lần nhập này")
    )
    first = client.post(reverse("score_undo", args=[scores[CIVIL].batch_id]))
    assert first.status_code == 409 and "Hoàn tác bảng đó trước" in first.content.decode()
    done = client.post(reverse("score_undo", args=[batch.pk]), follow=True).content.decode()
    assert "đã hoàn tác" in done and centre.full_name in done and "Hoàn tác lần nhập này" not in done
    assert "đã hoàn tác" in client.get(reverse("score_upload")).content.decode()
    history = " ".join(AuditEvent.objects.filter(subject_kind="scores").values_list("text", flat=True))
    everything = [page, first.content.decode(), done, history]
    assert not any(name in text for text in everything for name in (*NAMES, "Bùi Thị Họa", "Hồ Văn Tạm"))
    assert "hoàn tác lần nhập bảng điểm: bỏ 1 người, trả lại giá trị cũ của 1 người" in history
