"""Every address of the portal, asked by everybody. A new address that is not in the table fails here.

One line an address and method; a method without a line must be refused with 405. Requests are undone: each walker meets the same portal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from directives.models import Period, RequirementGroup
from reports.giving import giving_of
from tests.factories.annexes import as_read
from tests.factories.directives import photo
from tests.factories.scores import scores_as_read
from tests.portal.access_world import NEIGHBOURS, SECRETS, WALKERS, World, words_of_review
from tests.portal.looking import Look, ask, met, went_to_login
from tests.reports.stage import TODAY
from units.models import Unit
from units.succession import Succession

# in: sent to the log-in page, ok: 200, go: 302 elsewhere, no: 403, --: 404 (does not exist for him), 422: allowed, but not filled in,
# 409: allowed, but something stands in the way.
STATUS = {"in": 302, "ok": 200, "go": 302, "no": 403, "--": 404, "405": 405, "409": 409, "422": 422, "503": 503}
TABLE = """
#                                    anon centre verif leader admin │ 873 post873 post87 commune │ 872 post872 commune872 │ Sở
home                -         GET    in   go     go    go     go      go  go      go     go        go  go      go           go
overview            -         GET    in   ok     ok    ok     ok      no  no      no     no        no  no      no           no
leader              -         GET    in   ok     ok    ok     ok      no  no      no     no        no  no      no           no
changes             -         GET    in   ok     ok    ok     ok      no  no      no     no        no  no      no           no
my_work             -         GET    in   ok     ok    no     no      ok  ok      ok     ok        ok  ok      ok           no
unit_list           -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
unit_detail         unit      GET    in   ok     ok    ok     ok      ok  --      --     --        --  --      --           --
unit_left           -         GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
unit_left           -         POST   in   ok     no    no     no      no  no      no     no        no  no      no           no
unit_now            -         GET    in   ok     ok    ok     ok      no  no      no     no        no  no      no           no
unit_pass_on        unit      GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
unit_pass_on        unit      POST   in   ok     no    no     no      no  no      no     no        no  no      no           no
unit_create         -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
unit_create         -         POST   in   no     no    no     go      no  no      no     no        no  no      no           no
settings            -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
holiday_list        -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
holiday_list        -         POST   in   no     no    no     ok      no  no      no     no        no  no      no           no
period_list         -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
group_list          -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
audit_log           -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
period_list         -         POST   in   no     no    no     go      no  no      no     no        no  no      no           no
group_list          -         POST   in   no     no    no     go      no  no      no     no        no  no      no           no
unit_list_file      -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
unit_list_import    -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
unit_list_import    -         POST   in   no     no    no     ok      no  no      no     no        no  no      no           no
account_list_file   -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
account_list_import -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
account_list_import -         POST   in   no     no    no     ok      no  no      no     no        no  no      no           no
unit_manage         unit      GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
unit_manage         unit      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
my_unit             -         GET    in   go     go    go     go      go  go      go     go        go  go      go           go
directive_detail    directive GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
directive_detail    draft     GET    in   go     --    --     --      --  --      --     --        --  --      --           --
directive_list      -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
directive_upload    -         GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
directive_upload    -         POST   in   422    no    no     no      no  no      no     no        no  no      no           no
directive_proposal  draft     GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
directive_proposal  draft     POST   in   go     --    --     --      --  --      --     --        --  --      --           --
directive_proposal  directive GET    in   go     no    no     no      no  no      no     no        no  no      no           no
directive_proposal  directive POST   in   no     no    no     no      no  no      no     no        no  no      no           no
directive_units     draft     GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
directive_units     directive GET    in   no     no    no     no      no  no      no     no        no  no      no           no
directive_confirm   draft     GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
directive_confirm   draft     POST   in   422    --    --     --      --  --      --     --        --  --      --           --
directive_discard   draft     POST   in   go     --    --     --      --  --      --     --        --  --      --           --
directive_discard   directive POST   in   no     no    no     no      no  no      no     no        no  no      no           no
directive_file      directive GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
directive_file      draft     GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
directive_number    directive GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
directive_number    directive POST   in   422    no    no     no      no  no      no     no        no  no      no           no
directive_number    draft     GET    in   go     --    --     --      --  --      --     --        --  --      --           --
scope_choose        -         POST   in   go     go    go     go      go  go      go     go        go  go      go           go
directive_close     directive GET    in   no     no    no     no      no  no      no     no        no  no      no           no
directive_close     directive POST   in   no     no    no     no      no  no      no     no        no  no      no           no
directive_close     draft     GET    in   --     --    --     --      --  --      --     --        --  --      --           --
directive_withdraw  directive GET    in   no     no    no     no      no  no      no     no        no  no      no           no
directive_withdraw  directive POST   in   no     no    no     no      no  no      no     no        no  no      no           no
directive_reopen    directive GET    in   no     no    no     no      no  no      no     no        no  no      no           no
directive_reopen    directive POST   in   no     no    no     no      no  no      no     no        no  no      no           no
point_drop          point     GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
point_drop          point     POST   in   422    no    no     no      no  no      no     no        no  no      no           no
pending_decide      pending   GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
pending_decide      pending   POST   in   422    no    no     no      no  no      no     no        no  no      no           no
item_list           -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
item_export         -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
item_detail         item      GET    in   ok     ok    ok     ok      ok  ok      ok     --        --  --      --           --
item_detail         claimed   GET    in   ok     ok    ok     ok      ok  ok      ok     ok        --  --      --           --
item_update         item      GET    in   no     no    no     no      ok  no      no     --        --  --      --           --
item_update         item      POST   in   no     no    no     no      go  no      no     --        --  --      --           --
item_verify         claimed   POST   in   go     no    no     no      no  no      no     no        --  --      --           --
item_take_back      claimed   POST   in   no     no    no     no      go  no      no     go        --  --      --           --
item_return         claimed   GET    in   ok     no    no     no      no  no      no     no        --  --      --           --
item_return         claimed   POST   in   go     no    no     no      no  no      no     no        --  --      --           --
item_reopen         verified  GET    in   ok     no    no     no      no  no      no     --        --  --      --           --
item_reopen         verified  POST   in   go     no    no     no      no  no      no     --        --  --      --           --
item_drop           item      GET    in   ok     no    no     no      no  no      no     --        --  --      --           --
item_drop           item      POST   in   go     no    no     no      no  no      no     --        --  --      --           --
item_give           item      GET    in   ok     no    no     no      no  no      no     --        --  --      --           --
item_give           item      POST   in   go     no    no     no      no  no      no     --        --  --      --           --
item_restore        withdrawn GET    in   ok     no    no     no      no  no      no     --        --  --      --           --
item_restore        withdrawn POST   in   go     no    no     no      no  no      no     --        --  --      --           --
item_due            item      GET    in   ok     no    no     no      no  no      no     --        --  --      --           --
item_due            item      POST   in   go     no    no     no      no  no      no     --        --  --      --           --
item_note           item      POST   in   go     no    no     no      go  go      go     --        --  --      --           --
item_evidence       item      GET    in   no     no    no     no      ok  ok      ok     --        --  --      --           --
item_evidence       item      POST   in   no     no    no     no      go  go      go     --        --  --      --           --
evidence_file       evidence  GET    in   ok     ok    ok     ok      ok  ok      ok     --        --  --      --           --
evidence_thumbnail  evidence  GET    in   ok     ok    ok     ok      ok  ok      ok     --        --  --      --           --
evidence_original   evidence  GET    in   ok     ok    ok     ok      ok  ok      ok     --        --  --      --           --
evidence_withdraw   evidence  GET    in   no     no    no     no      ok  no      no     --        --  --      --           --
evidence_withdraw   evidence  POST   in   no     no    no     no      go  no      no     --        --  --      --           --
import_upload       -         GET    in   ok     no    no     ok      no  no      no     no        no  no      no           no
import_upload       -         POST   in   422    no    no     422     no  no      no     no        no  no      no           no
import_template     -         GET    in   ok     no    no     ok      no  no      no     no        no  no      no           no
import_batch        annex     GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_batch        annex     POST   in   go     --    --     go      --  --      --     --        --  --      --           --
import_batch        imported  GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_original     imported  GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_marked       imported  GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_marked       annex     GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_undo         imported  GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_undo         imported  POST   in   go     --    --     go      --  --      --     --        --  --      --           --
import_undo         annex     GET    in   go     --    --     go      --  --      --     --        --  --      --           --
import_undo         annex     POST   in   no     --    --     no      --  --      --     --        --  --      --           --
import_discard      annex     GET    in   ok     --    --     ok      --  --      --     --        --  --      --           --
import_discard      annex     POST   in   go     --    --     go      --  --      --     --        --  --      --           --
import_discard      imported  GET    in   go     --    --     go      --  --      --     --        --  --      --           --
import_discard      imported  POST   in   no     --    --     no      --  --      --     --        --  --      --           --
report_list         -         GET    in   no     no    no     no      go  ok      go     no        ok  ok      no           no
report_form         report    GET    in   go     go    go     go      ok  --      --     --        --  --      --           --
report_form         report    POST   in   no     no    no     no      go  --      --     --        --  --      --           --
report_entry        entry     GET    in   no     no    no     no      ok  --      --     --        --  --      --           --
report_entry        entry     POST   in   no     no    no     no      ok  --      --     --        --  --      --           --
report_remarks      report    POST   in   no     no    no     no      ok  --      --     --        --  --      --           --
report_file         entry     POST   in   no     no    no     no      go  --      --     --        --  --      --           --
report_check        report    GET    in   no     no    no     no      go  --      --     --        --  --      --           --
report_check        report    POST   in   no     no    no     no      422 --      --     --        --  --      --           --
report_preview      report    GET    in   no     no    no     no      ok  --      --     --        --  --      --           --
report_detail       handed_in GET    in   ok     ok    ok     ok      --  --      --     --        ok  --      --           --
report_print        handed_in GET    in   ok     ok    ok     ok      --  --      --     --        ok  --      --           --
report_withdraw     handed_in POST   in   no     no    no     no      --  --      --     --        go  --      --           --
review_queue        -         GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
report_open         report    GET    in   no     no    no     no      no  --      --     --        --  --      --           --
report_open         report    POST   in   no     no    no     no      no  --      --     --        --  --      --           --
period_lock         -         POST   in   go     no    no     no      no  no      no     no        no  no      no           no
review_detail       reviewed  GET    in   ok     no    no     no      --  --      --     --        --  --      --           --
review_detail       reviewed  POST   in   go     no    no     no      --  --      --     --        --  --      --           --
review_start        reviewed  POST   in   go     no    no     no      --  --      --     --        --  --      --           --
score_list          -         GET    in   ok     no    no     no      no  ok      no     ok        no  ok      ok           no
score_purpose       -         POST   in   go     no    no     no      no  go      no     go        no  go      go           no
score_export        -         POST   in   go     no    no     no      no  go      no     go        no  go      go           no
grants              -         GET    in   ok     ok    no     ok      no  no      no     no        no  no      no           no
score_grant         user      POST   in   go     go    no     go      no  no      no     no        no  no      no           no
post_grant          user      POST   in   go     go    no     go      no  no      no     no        no  no      no           no
score_log           -         GET    in   ok     no    no     ok      no  no      no     no        no  no      no           no
score_upload        -         GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
score_upload        -         POST   in   422    no    no     no      no  no      no     no        no  no      no           no
score_batch         table     GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
score_batch         table     POST   in   go     --    --     --      --  --      --     --        --  --      --           --
score_batch         scored    GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
score_undo          scored    GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
score_undo          scored    POST   in   409    --    --     --      --  --      --     --        --  --      --           --
score_undo          table     GET    in   go     --    --     --      --  --      --     --        --  --      --           --
score_undo          table     POST   in   no     --    --     --      --  --      --     --        --  --      --           --
score_discard       table     GET    in   ok     --    --     --      --  --      --     --        --  --      --           --
score_discard       table     POST   in   go     --    --     --      --  --      --     --        --  --      --           --
score_detail        civil     GET    in   ok     --    --     --      --  --      --     ok        --  --      --           --
score_detail        clerk     GET    in   ok     --    --     --      --  ok      --     --        --  --      --           --
score_commend       civil     GET    in   no     --    --     --      --  --      --     ok        --  --      --           --
score_commend       civil     POST   in   no     --    --     --      --  --      --     go        --  --      --           --
score_remind        clerk     GET    in   no     --    --     --      --  ok      --     --        --  --      --           --
score_remind        clerk     POST   in   no     --    --     --      --  go      --     --        --  --      --           --
score_reassign      civil     GET    in   no     --    --     --      --  --      --     ok        --  --      --           --
score_reassign      civil     POST   in   no     --    --     --      --  --      --     go        --  --      --           --
score_withdraw      followed  POST   in   no     --    --     --      --  --      --     go        --  --      --           --
difficulty_list     -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
difficulty_detail   difficult GET    in   ok     ok    ok     ok      ok  ok      ok     --        --  --      --           --
difficulty_raise    -         GET    in   no     no    no     no      ok  ok      ok     ok        ok  ok      ok           no
difficulty_raise    -         POST   in   no     no    no     no      go  go      go     go        go  go      go           no
difficulty_answer   difficult POST   in   go     no    no     no      no  no      no     --        --  --      --           --
difficulty_close    difficult POST   in   no     no    no     no      go  no      no     --        --  --      --           --
item_difficulty     item      GET    in   no     no    no     no      ok  ok      ok     --        --  --      --           --
item_difficulty     item      POST   in   no     no    no     no      go  go      go     --        --  --      --           --
inbox               -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
inbox_read_all      -         POST   in   go     go    go     go      go  go      go     go        go  go      go           go
inbox_read          message   POST   in   --     --    --     --      go  --      --     --        --  --      --           --
reminder_plan       -         GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
reminder_letter     unit      GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
reminder_send       -         POST   in   go     no    no     no      no  no      no     no        no  no      no           no
mail_list           -         GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
mail_detail         message   GET    in   ok     no    no     no      no  no      no     no        no  no      no           no
mail_retry_all      -         POST   in   go     no    no     no      no  no      no     no        no  no      no           no
mail_retry          message   POST   in   go     no    no     no      no  no      no     no        no  no      no           no
login               -         GET    ok   go     go    go     go      go  go      go     go        go  go      go           go
login               -         POST   ok   go     go    go     go      go  go      go     go        go  go      go           go
logout              -         POST   in   go     go    go     go      go  go      go     go        go  go      go           go
account             -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
password_change     -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
password_change     -         POST   in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
password_changed    -         GET    in   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
user_list           -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
user_create         -         GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
user_create         -         POST   in   no     no    no     ok      no  no      no     no        no  no      no           no
user_edit           user      GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
user_edit           user      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
user_move           user      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
user_replace        user      GET    in   no     no    no     ok      no  no      no     no        no  no      no           no
user_replace        user      POST   in   no     no    no     ok      no  no      no     no        no  no      no           no
user_reset_password user      POST   in   no     no    no     ok      no  no      no     no        no  no      no           no
user_close          user      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
user_reopen         user      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
user_scores         user      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
user_unlock         user      POST   in   no     no    no     go      no  no      no     no        no  no      no           no
kept_discard        -         POST   in   go     go    go     go      go  go      go     go        go  go      go           go
health              -         GET    ok   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
health-live         -         GET    ok   ok     ok    ok     ok      ok  ok      ok     ok        ok  ok      ok           ok
health-ready        -         GET    503  503    503   503    503     503 503     503    503       503 503     503          503
"""
LINES = [line.split() for line in TABLE.strip().splitlines()[1:]]


# What is filled in, so that a right that is held shows: the act then succeeds.
def given_away(world: World) -> dict[str, Any]:
    """To a unit without an item of this point, as shown before."""
    to = Unit.objects.get(code="buudien-866")
    plan = giving_of(world.item, to, by=world.fresh("centre"), succession=Succession.on(TODAY))
    return {"version": world.item.version, "receiver": to.code, "reason": "Giao nhầm", "stamp": plan.stamp, "viec": "giao"}


SENT: dict[str, Callable[[World], dict[str, Any]]] = {
    "item_update": lambda world: {"version": world.item.version, "state": "doing", "percent": 50, "note": "Đã làm thêm"},
    "item_verify": lambda world: {"version": world.claimed.version},
    "item_take_back": lambda world: {"version": world.claimed.version},
    "item_return": lambda world: {"version": world.claimed.version, "reason": "Thiếu ảnh"},
    "item_reopen": lambda world: {"version": world.verified.version, "reason": "Phản ánh của người dân"},
    "item_drop": lambda world: {"version": world.item.version, "reason": "Giao nhầm"},
    "item_give": given_away,
    "item_restore": lambda world: {"version": world.withdrawn.version, "reason": "Vẫn phải làm"},
    "item_due": lambda world: {"version": world.item.version, "due_on": "31/03/2021", "reason": "Theo ý kiến Lãnh đạo"},
    "item_note": lambda world: {"text": "Trao đổi"},
    "item_evidence": lambda world: {"uploads": [photo("them.png", "khác")], "moment": "after", "caption": "Ảnh thêm"},
    "difficulty_raise": lambda world: {"title": "Thiếu người"},
    "difficulty_answer": lambda world: {"version": world.difficulty.version, "status": "guided", "answer": "Làm theo mẫu đã gửi"},
    "difficulty_close": lambda world: {"version": world.difficulty.version, "note": ""},
    "item_difficulty": lambda world: {"title": "Thiếu kinh phí"},
    "directive_proposal": lambda world: {"version": world.draft.version},
    "import_batch": lambda world: {"version": world.annex.version, "viec": "nhap", **as_read(world.annex)},
    "period_lock": lambda world: {"ky": f"{world.directive.pk}.2021-Q1", "lock_on": "10/04/2021"},
    "report_entry": lambda world: {f"{world.item.number}-{name}": value for name, value in {"version": 1, "level": "doing"}.items()},
    "report_remarks": lambda world: {"kn-version": 0, "kn-text": "Đề nghị hỗ trợ"},
    "report_withdraw": lambda world: {"version": world.handed_in.version},
    "review_detail": words_of_review,
    "review_start": lambda world: {"version": world.reviewed.version},
    "directive_confirm": lambda world: {"version": world.draft.version},
    "score_purpose": lambda world: {"purpose": "report", "next": ""},
    "score_batch": lambda world: {"viec": "nhap", **scores_as_read(world.table)},
    "score_reassign": lambda world: {"weak_score": "on", "task_unfinished": "on", "reminded_in_vain": "on", "reason": "Theo đơn"},
    "period_list": lambda world: {"ky": (pk := Period.objects.all()[0].pk), f"{pk}-data_from": "15/12/2020", f"{pk}-data_to": "14/03/2021"},
    "group_list": lambda world: {"nhom": (pk := RequirementGroup.objects.all()[0].pk), f"{pk}-name": "Nhóm thử", f"{pk}-position": "1"},
    "unit_create": lambda world: {"kind": "khac", "name": "Hội Cựu giáo chức", "parent": "ubnd-87"},
    "unit_manage": lambda world: {"viec": "cach-viet", "cach-viet-text": "H.Cao L"},
    "user_edit": lambda world: {"full_name": "Tên khác", "email": ""},
    "user_move": lambda world: {"unit": "ubnd-871", "role": "officer"},
}
CUT_ORDER = re.compile(r"ORDER BY ((?:[^()]|\((?:[^()]|\([^()]*\))*\))+?) LIMIT (?!1\b)")
"""What stands before the LIMIT of several rows."""
UNIQUE_LAST = re.compile(r"(?:^|\W)(?:1|id|number|username|code|date|day|directive_id|session_key)\"?(?: ASC| DESC)?$")
"""It ends with a column that no two rows share."""
EVERY_UNIT = re.compile(r"IN \((?:\d+, ){200}")
"""A list of units where none is needed: the Centre reaches every unit."""
OPEN = {"login", "health", "health-live", "health-ready"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each
        else:
            yield from patterns(each)


def test_the_table_names_every_address_of_the_portal_and_no_other() -> None:
    known = {line[0] for line in LINES}
    found = {pattern.name for pattern in patterns(get_resolver())}
    assert found - known == set(), "new addresses: say in the table who may open them"
    assert known - found == set(), "addresses that are gone"


def test_every_line_of_the_table_speaks_of_every_walker() -> None:
    assert {len(line) for line in LINES} == {3 + len(WALKERS)}


@pytest.mark.parametrize("line", LINES, ids=[" ".join(line[:3]) for line in LINES])
def test_everybody_meets_at_every_address_what_the_table_says(
    line: list[str], world: World, browsers: dict[str, Client], look: Look
) -> None:
    name, thing, method, *expected = line
    address = reverse(name, args=world.objects[thing])

    def status(walker: str) -> int | str:
        if method == "GET":
            return look(walker, address).status
        return met(ask(browsers[walker], method, address, SENT[name](world) if name in SENT else None))

    assert {walker: status(walker) for walker in WALKERS} == {
        walker: "in" if code == "in" else STATUS[code] for walker, code in zip(WALKERS, expected, strict=True)
    }


@pytest.mark.parametrize("name", sorted({line[0] for line in LINES}))
def test_a_method_without_a_line_is_refused(name: str, world: World, browsers: dict[str, Client]) -> None:
    thing = next(line[1] for line in LINES if line[0] == name)
    address = reverse(name, args=world.objects[thing])
    for method in {"GET", "POST"} - {line[2] for line in LINES if line[0] == name}:
        for walker, browser in browsers.items():
            response = ask(browser, method, address)
            if walker == "anonymous" and name not in OPEN:
                assert went_to_login(response), walker
            else:
                assert response.status_code == 405, walker


def everything_in_sight(walker: str, world: World, look: Look) -> Iterator[tuple[str, str]]:
    """(address, text) of each page that opens, of the lists under every filter that asks for the neighbour, of the export."""
    wanted = [(line[0], world.objects[line[1]]) for line in LINES if line[2] == "GET"]
    wanted += [("item_detail", world.objects["verified"]), ("unit_detail", ["ubnd-872"]), ("unit_detail", ["ubnd-30115"])]
    asked = [reverse(name, args=args) for name, args in wanted]
    filters = [
        "q=nền",
        "q=niem yet",
        f"q=ND-{world.item.number:03d}",
        "don_vi=ubnd-873",
        "chu_tri=ubnd-873",
        "thuc_hien=ubnd-30115",
        "tinh_trang=claimed",
    ]
    filters += [f"van_ban={world.directive.pk}", "sap_xep=number"]
    asked += [f"{reverse(name)}?{query}" for name in ("item_list", "item_export") for query in filters]
    asked += [f"{reverse('unit_list')}?{query}" for query in ("q=cao lanh", "mo=ubnd-873", "pham_vi=tat-ca")]
    for address in asked:
        seen = look(walker, address)
        if seen.status == 200:
            yield address, seen.text


def traces(world: World) -> list[str]:
    """What would betray the work of huyện Cao Lãnh: its words, its addresses, its codes."""
    numbers = [each.number for each in (world.item, world.claimed, world.verified)]
    return [
        *SECRETS,
        *(reverse("item_detail", args=[number]) for number in numbers),
        *(f"ND{hyphen}{number:03d}" for number in numbers for hyphen in "-‑"),
        *(reverse(name, args=[world.evidence.pk]) for name in ("evidence_file", "evidence_thumbnail", "evidence_original")),
    ]


@pytest.mark.parametrize("walker", ["centre", "leader", "admin", "district", "commune"])
def test_no_page_cuts_an_order_that_can_tie_or_fetches_more_than_it_shows(walker: str, world: World, look: Look) -> None:
    """Rows of equal rank come in any order: where such an order is cut, two loads show different rows."""
    pages = [(name, thing) for name, thing, method, *_ in LINES if method == "GET"]
    ties, texts, lists = [], [], []
    for name, thing in pages:
        address = reverse(name, args=world.objects[thing])
        for sql in look(walker, address).queries:
            ties += [(address, order) for order in cut_orders(sql) if not UNIQUE_LAST.search(order)]
            texts += [address] if '"directives_directivereading"' in sql and not name.startswith(("directive_", "pending_")) else []
            lists += [address] if walker == "centre" and EVERY_UNIT.search(sql) else []
    assert (ties, texts, lists) == ([], [], [])


def cut_orders(sql: str) -> list[str]:
    """The orders that are cut; where one ends with the place of a column, with that column."""
    columns = sql.partition("SELECT ")[2].partition(" FROM ")[0].split(", ")
    return [
        re.sub(r"(?<=, )\d+(?=(?: ASC| DESC)?$)", lambda place: columns[int(place[0]) - 1].partition(" AS ")[0], order)
        for order in CUT_ORDER.findall(sql)
    ]


def test_an_order_that_can_tie_would_be_seen() -> None:
    cut = 'SELECT * FROM "directives_item" ORDER BY "directives_item"."verified_at" DESC LIMIT 50'
    assert not UNIQUE_LAST.search(CUT_ORDER.findall(cut)[0])
    assert UNIQUE_LAST.search(CUT_ORDER.findall(cut.replace(" LIMIT", ', "directives_item"."number" DESC LIMIT'))[0])
    by_place = 'SELECT "item"."title" AS "title", "item"."number" AS "n" FROM "item" ORDER BY "due_key" ASC, {} ASC LIMIT 9'
    assert not UNIQUE_LAST.search(cut_orders(by_place.format(1))[0])
    assert UNIQUE_LAST.search(cut_orders(by_place.format(2))[0])


@pytest.mark.parametrize("walker", [*NEIGHBOURS, "department"])
def test_a_neighbour_finds_no_trace_of_the_work_of_cao_lanh(walker: str, world: World, look: Look) -> None:
    seen = list(everything_in_sight(walker, world, look))
    assert len(seen) > 10
    asked_for = {f"ND{hyphen}{world.item.number:03d}" for hyphen in "-‑"}  # the search box repeats what was typed
    leaks = [
        (address, trace)
        for address, text in seen
        for trace in traces(world)
        if trace in text and not (trace in asked_for and "q=ND" in address)
    ]
    assert leaks == []


def test_there_is_something_to_leak(world: World, look: Look) -> None:
    texts = "\n".join(text for walker in ("district", "centre") for _, text in everything_in_sight(walker, world, look))
    assert [trace for trace in traces(world) if trace not in texts] == []


@pytest.mark.parametrize("walker", NEIGHBOURS)
def test_lists_of_choices_hold_no_unit_of_the_neighbour(walker: str, look: Look) -> None:
    assert 'value="ubnd-873"' not in look(walker, reverse("item_list")).text
    assert 'value="ubnd-873"' in look("district", reverse("item_list")).text
