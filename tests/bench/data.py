"""Two databases with the real units and the real dispatch, filled with made-up findings until they hold 1,000 and 100,000 items.

Rows are inserted in bulk, but they meet every constraint and trigger: an item starts as ``todo`` and takes each allowed step by UPDATE.
Texts are all different, as findings are, so that neither compression nor shared strings flatter a figure.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg2
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.db.models.functions import Mod
from psycopg2 import sql

from common import clock
from common.models import AuditEvent
from directives.models import Directive, Evidence, Finding, Inspection, Item
from directives.services.issuing import issue_directive, save_draft
from directives.services.reading import read_dispatch
from directives.workflow import ItemStatus
from units.models import Unit, User
from units.roles import Role
from units.services import create_user

DISPATCH = Path(__file__).resolve().parent.parent / "samples" / "directives" / "cong_van_that.docx"
USERNAME, PASSWORD = "tt.dotoc", "Do-toc-do-2021"
CLAIMER, DISTRICT_OFFICER = "xa.dotoc", "huyen.viec"
ISSUED = datetime(2021, 2, 22, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CLAIMED = ISSUED.replace(month=3, day=10)
BATCH = 5000
SHARE_OF_FIRST_GROUP = 10  # one item in ten: the export of this group is a tenth of the whole

_BODIES = ("quầy tiếp nhận", "bảng niêm yết", "máy quét", "hồ sơ ghi mẫu", "sổ theo dõi", "phòng chờ", "biển hiệu", "hộp thư góp ý")
_FAULTS = ("chưa đầy đủ theo quy định", "đã cũ, khó đọc", "chưa được cập nhật kịp thời", "đặt ở chỗ khuất", "chưa có người phụ trách")
_FIELDS = ("đất đai", "hộ tịch", "chứng thực", "bảo trợ xã hội", "người có công", "xây dựng", "đăng ký kinh doanh")


class Databases:
    """Databases of the embedded server, by name."""

    def __init__(self) -> None:
        self.base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        self.keeper = psycopg2.connect(f"{self.base}/postgres")
        self.keeper.autocommit = True

    def url(self, name: str) -> str:
        return f"{self.base}/{name}"

    def create(self, name: str, template: str = "template1") -> None:
        connection.close()
        with self.keeper.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))

    def use(self, name: str) -> None:
        """Point this process's own connection at one of them."""
        connection.close()
        connection.settings_dict["NAME"] = name


def prepare(databases: Databases, sizes: dict[str, int]) -> None:
    """Make a database for each size. Migrations, units, people and the dispatch are done once and copied."""
    databases.create("bench_start")
    databases.use("bench_start")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_units", verbosity=0)
    with clock.at(ISSUED):
        _people()
        content = DISPATCH.read_bytes()
        draft = save_draft(by=None, proposal=read_dispatch(content, DISPATCH.name), file_name=DISPATCH.name, content=content)
        issue_directive(directive_id=draft.pk, by=None)
    for name, size in sizes.items():
        databases.create(name, "bench_start")
        databases.use(name)
        fill(size)


def _people() -> None:
    for username, unit, role in (
        (USERNAME, "kstthc-87", Role.CENTRE),
        (CLAIMER, "ubnd-30115", Role.OFFICER),
        (DISTRICT_OFFICER, "ubnd-873", Role.OFFICER),
    ):
        create_user(
            by=None,
            username=username,
            full_name="Người đo tốc độ",
            email="",
            unit=Unit.objects.get(code=unit),
            role=role,
            password=PASSWORD,
            must_change_password=False,
        )


def fill(size: int) -> None:
    """Make ``size`` items, without the items' own indexes meanwhile: building them at the end takes a fraction of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    with connection.schema_editor() as editor:
        for index in Item._meta.indexes:
            editor.remove_index(Item, index)
    make_items(size)
    _take_steps()
    _write_history()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL directives_item")  # the steps wrote each row several times; a portal's own work is vacuumed as it goes
    with connection.schema_editor() as editor:
        for index in Item._meta.indexes:
            editor.add_index(Item, index)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('item_number', (SELECT max(number) FROM directives_item))")
        cursor.execute("VACUUM ANALYZE")
    assert Item.objects.count() == size


def make_items(size: int) -> None:
    """Findings of the communes until there are ``size`` items, with due dates spread over them."""
    directive = Directive.objects.get()
    point = directive.points.get(key="1.b")
    districts = {item.accountable for item in point.items.select_related("accountable__area")}
    by_area = {unit.area_id: unit for unit in districts}
    communes = list(Unit.objects.filter(kind=Unit.Kind.UBND, area__parent__in=by_area).select_related("area"))
    posts = {unit.area_id: unit for unit in Unit.objects.filter(kind=Unit.Kind.POST, area__in=by_area)}
    groups = list(directive.groups.all())
    inspection, _ = Inspection.objects.get_or_create(directive=directive, title="Kiểm tra năm 2020 (số liệu để đo tốc độ)")
    first = Item.objects.order_by("-number").values_list("number", flat=True)[0] + 1
    numbers = range(first, first + size - Item.objects.count())
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        places = [communes[number % len(communes)] for number in part]
        findings = Finding.objects.bulk_create(
            Finding(inspection=inspection, unit=place, text=_text(number)) for number, place in zip(part, places, strict=True)
        )
        items = Item.objects.bulk_create(
            Item(
                number=number,
                directive=directive,
                point=point,
                finding=finding,
                group=groups[0] if number % SHARE_OF_FIRST_GROUP == 0 else groups[1 + number % (len(groups) - 1)],
                title=_text(number),
                responsible=place,
                accountable=by_area[place.area.parent_id],
                site=place,
                due_on=_due(number),
                due_source=Item.DueSource.ANNEX if _due(number) else Item.DueSource.NONE,
            )
            for number, place, finding in zip(part, places, findings, strict=True)
        )
        through = Item.coordinating.through
        through.objects.bulk_create(
            through(item_id=item.pk, unit_id=posts[place.area.parent_id].pk) for item, place in zip(items, places, strict=True)
        )


def _text(number: int) -> str:
    """A finding in about 25 words, unlike any other."""
    body, fault, field = (_BODIES[number % len(_BODIES)], _FAULTS[number % len(_FAULTS)], _FIELDS[number % len(_FIELDS)])
    seen = f"qua kiểm tra hồ sơ số {number * 7919 % 1_000_003} còn thiếu {2 + number % 9} thành phần"
    return f"Tại bộ phận Một cửa, {body} phục vụ lĩnh vực {field} {fault}; {seen}"


def _due(number: int) -> date | None:
    """Three in ten have none; the others lie between 20 days before and 59 days after the day of the measurement."""
    return None if number % 10 < 3 else clock.today() + timedelta(days=number // 10 % 80 - 20)


def _take_steps() -> None:
    """Of ten seven are begun, five of these claimed, four of these verified on eight days."""
    centre, claimer = User.objects.get(username=USERNAME), User.objects.get(username=CLAIMER)
    of = Item.objects.alias(slot=Mod(F("number") / 3, 10)).filter(finding__isnull=False)
    begun = {"percent": 40, "progress_note": "Đang khắc phục", "updated_at": CLAIMED, "updated_by": claimer, "version": 2}
    of.filter(slot__lt=7).update(status=ItemStatus.DOING, **begun)
    claimed = {"claimed_at": CLAIMED, "claimed_by": claimer, "claimed_on": CLAIMED.date(), "percent": 100, "version": 3}
    of.filter(slot__lt=5).update(status=ItemStatus.CLAIMED, **claimed)
    for day in range(8):
        of.alias(day=Mod("number", 8)).filter(slot__lt=4, day=day).update(
            status=ItemStatus.VERIFIED, verified_at=CLAIMED + timedelta(days=1 + day), verified_by=centre, version=4
        )


def _write_history() -> None:
    """One line of history on every third item and, on every hundredth of these, a picture."""
    rows = (
        Item.objects.alias(slot=Mod(F("number"), 3))
        .filter(finding__isnull=False, slot=0)
        .values_list("pk", "number", "title", "responsible__code", "responsible__name")
    )
    claimer = User.objects.get(username=CLAIMER)
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(
                at=CLAIMED + timedelta(seconds=index),
                actor_id=claimer.pk,
                actor_name=claimer.full_name,
                unit_code=code,
                unit_name=unit,
                verb="item.progress",
                subject_kind="item",
                subject_id=pk,
                subject_label=f"ND-{number:03d} {title}",
                party_codes=[code],
                text="cập nhật tiến độ: 0% → 40%",
            )
            for index, (pk, number, title, code, unit) in enumerate(rows.iterator(BATCH))
        ),
        batch_size=BATCH,
    )
    Evidence.objects.bulk_create(
        Evidence(
            item_id=pk,
            file="evidence/00/none",
            name="anh.jpg",
            sha256=f"{pk:064d}",
            size=120_000,
            content_type="image/jpeg",
            moment=Evidence.Moment.AFTER,
            caption="Bảng niêm yết mới",
            added_at=CLAIMED,
            added_by=claimer,
            unit=claimer.unit,
        )
        for pk in rows.values_list("pk", flat=True)[::100]
    )
