"""The transition tables: whole in themselves, drawn in the docs, and enough for a new status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from common import clock, vocabulary
from common.errors import Forbidden, Invalid
from common.icons import ICONS
from common.models import AuditEvent
from common.triggers import follows
from common.vocabulary import State
from common.workflow import News, Step, Workflow
from directives import rules
from directives.models import Difficulty, Directive, Item
from directives.notices import item_topic, say_of_item
from directives.presenters.item_actions import available_actions
from directives.presenters.item_history import timeline
from directives.services import items
from directives.urls.items import step_patterns
from directives.workflow import DIFFICULTY_FLOW, DIRECTIVE_FLOW, ITEM_FLOW, ItemRight
from dongthap_remediation import urls
from dongthap_remediation.steps import document
from notifications.models import OutboundMessage
from reports import dashboard
from reports.models import Report
from reports.rules import REPORT_RIGHTS
from reports.workflow import REPORT_FLOW, ReportRight
from tests.factories.directives import TODAY, Scene, issue
from tests.factories.units import ensure_units

TABLES = [
    (DIRECTIVE_FLOW, Directive, rules.DIRECTIVE_RIGHTS.keys()),
    (ITEM_FLOW, Item, rules.ITEM_RIGHTS.keys() | {ItemRight.OWNS}),
    (DIFFICULTY_FLOW, Difficulty, rules.DIFFICULTY_RIGHTS.keys() | {"raises"}),
    (REPORT_FLOW, Report, REPORT_RIGHTS.keys() | {ReportRight.WRITES}),
]
by_table = pytest.mark.parametrize(("flow", "model", "rights"), TABLES, ids=lambda each: each.thing if isinstance(each, Workflow) else "")


@by_table
def test_each_row_names_statuses_people_columns_and_icons_that_exist(flow: Workflow, model: type[models.Model], rights: set[str]) -> None:
    fields = {field.name for field in model._meta.get_fields()}
    assert rights == set(flow.people.values)
    assert len({step.name for step in flow.steps}) == len(flow.steps)
    for step in flow.steps:
        assert {*step.sources, step.target or flow.initial} <= set(flow.statuses.values), step.name
        assert {step.who, *step.awaits} <= rights, step.name
        assert step.icon in ICONS and (step.button or step.icon) in ICONS, step.name
        assert {f"{prefix}_{part}" for prefix in (*step.sets, *step.clears) for part in ("at", "by")} <= fields, step.name
        assert not step.keeps or step.keeps in fields, step.name
        assert not step.path or step.done, f"{step.name}: nobody reads that it is done"


@by_table
def test_every_status_is_reached_and_no_two_steps_are_one(flow: Workflow, model: type[models.Model], rights: set[str]) -> None:
    assert {target for _, target in flow.moves()} | {flow.initial} == set(flow.statuses.values)
    assert [(step.verb, step.target) for step in flow.steps if step.verb and flow.by_verb(step.verb) != step] == [
        (step.verb, step.target)
        for step in flow.steps
        if step.name == "escalate"  # both are answers of the Centre
    ]


def test_the_drawing_in_the_docs_is_that_of_the_tables() -> None:
    kept = Path("docs/workflow.md").read_text(encoding="utf-8")
    assert kept == document(), "write it anew: python manage.py draw_steps > docs/workflow.md"


@by_table
def test_the_glossary_says_the_states_of_the_table(flow: Workflow, model: type[models.Model], rights: set[str]) -> None:
    labels = ", ".join(str(label) for label in flow.statuses.labels)
    assert f"| {', '.join(flow.statuses.values)} | {labels} |" in Path("docs/glossary.md").read_text(encoding="utf-8")


# A new status: its row, its words, its migration. Everything else follows.


class WiderStatus(models.TextChoices):
    TODO = "todo", "Chưa bắt đầu"
    DOING = "doing", "Đang thực hiện"
    PAUSED = "paused", "Tạm dừng"
    CLAIMED = "claimed", "Chờ xác nhận"
    VERIFIED = "verified", "Hoàn thành"
    WITHDRAWN = "withdrawn", "Đã rút"


PAUSE = Step(
    "pause", "paused", (WiderStatus.DOING,), WiderStatus.PAUSED, "Tạm dừng", ItemRight.STEERS, "tạm dừng: “{reason}”",
    icon="clock", tone="todo", needs="Ghi lý do tạm dừng.",
    not_now={WiderStatus.TODO: "Chỉ tạm dừng được việc đang làm."}, keeps="back_reason",
    news=News("{code} được tạm dừng", "Tạm dừng", "soon"), path="tam-dung", hint="Ghi vì sao dừng.", done="Đã tạm dừng {code}.",
)  # fmt: skip
RESUME = Step(
    "resume", "resumed", (WiderStatus.PAUSED,), WiderStatus.DOING, "Làm tiếp", ItemRight.DOES, "làm tiếp", path="lam-tiep",
    done="Đã làm tiếp {code}.", keeps="back_reason",
)  # fmt: skip


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    ensure_units()
    with clock.at(TODAY):
        yield Scene(issue())


@pytest.fixture
def wider(scene: Scene, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The portal with two more rows: the tables that its rooms read, and what the migration would do to the database."""
    monkeypatch.setattr(ITEM_FLOW, "statuses", WiderStatus)
    monkeypatch.setattr(ITEM_FLOW, "steps", (*ITEM_FLOW.steps, PAUSE, RESUME))
    monkeypatch.setitem(vocabulary.ITEM_STATES, "paused", State("todo", "clock", "Tạm dừng"))  # type: ignore[arg-type]
    settings.ROOT_URLCONF = ModuleType("wider_urls")
    settings.ROOT_URLCONF.urlpatterns = [*step_patterns(), *urls.urlpatterns]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL changes no table in whose rows checks still wait
        cursor.execute("ALTER TABLE directives_item DROP CONSTRAINT item_status_known, DROP CONSTRAINT item_claimed_by_someone")
    follows(ITEM_FLOW, "item_steps", keeps=["number"]).install(Item)


def test_a_new_status_is_a_row_its_words_and_a_migration(scene: Scene, wider: None) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "todo")
    # The rule, and the words that it gives to who asks too early.
    assert not rules.can(rules.check_item, scene.person("ubnd-30115"), item, "pause")
    with pytest.raises(Forbidden, match="Chỉ tạm dừng được việc đang làm"):
        rules.check_item(scene.centre, item, "pause")
    assert "Chỉ tạm dừng được việc đang làm." in available_actions(scene.centre, item).reasons
    # The database.
    with pytest.raises(IntegrityError, match="item_steps: paused may not follow todo"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(status="paused")
    # The button and its page.
    item = scene.progress(item, 20)
    assert "pause" in available_actions(scene.centre, item).names()
    assert "pause" not in available_actions(scene.person("ubnd-30115"), item).names()
    centre = Client()
    centre.force_login(scene.centre)
    page = centre.get(f"/noi-dung/{item.number}/tam-dung/").content.decode()
    assert "Ghi vì sao dừng." in page and "Tạm dừng" in page
    with pytest.raises(Invalid, match="Ghi lý do tạm dừng"):
        items.take(item_id=item.pk, version=item.version, by=scene.centre, act="pause")
    answer = centre.post(f"/noi-dung/{item.number}/tam-dung/", {"version": item.version, "reason": "Chờ trụ sở mới"}, follow=True)
    text = answer.content.decode()
    item = scene.again(item)
    assert (item.status, item.back_reason) == ("paused", "Chờ trụ sở mới")
    assert "Đã tạm dừng" in text and 'class="tag s-todo"' in text
    # The history, and the notice.
    line = timeline(AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk))[0]
    assert (line.what, line.note, line.icon, line.tone) == ("tạm dừng", "“Chờ trụ sở mới”", "clock", "todo")
    notice = say_of_item(item.responsible_id, item_topic(item, "paused"))
    assert notice is not None and notice.headline == "Tạm dừng" and "được tạm dừng" in notice.title
    assert OutboundMessage.objects.filter(recipient=scene.person("ubnd-30115"), lines__topic=item_topic(item, "paused")).exists()
    # The numbers: the printed ones, and the pages that draw them.
    assert dashboard.statistics(scene.directive, None, TODAY)["items"]["paused"] == 1
    unit = Client()
    unit.force_login(scene.person("ubnd-30115"))
    for reader, address in ((centre, "/tong-quan/"), (centre, f"/van-ban/{scene.directive.pk}/"), (unit, "/don-vi-toi/")):
        assert "tạm dừng" in reader.get(address, follow=True).content.decode().lower(), address
    # And on: the unit goes on by one click.
    assert available_actions(scene.person("ubnd-30115"), item).names() == ["resume"]
    unit.post(reverse("item_resume", args=[item.number]), {"version": item.version})
    assert scene.again(item).status == "doing"


def test_the_drawing_follows_too() -> None:
    wide = replace(ITEM_FLOW, statuses=WiderStatus, steps=(*ITEM_FLOW.steps, PAUSE, RESUME))
    assert "    doing --> paused: Tạm dừng" in document(wide)
