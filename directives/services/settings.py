"""What an administrator may set of periods and requirement groups; both come with their dispatch, none is added here."""

from datetime import date

from django.db import transaction

from common.audit import record
from common.errors import Invalid
from common.formats import vn_date
from common.text import clean
from directives.models import Period, RequirementGroup
from units.models import User
from units.rules import check_can_keep_units


@transaction.atomic
def set_data_window(*, by: User, period_id: int, data_from: date, data_to: date) -> Period:
    """The days whose figures a report of the period holds (Decree 09/2019, Article 12); the quarter itself is what it is."""
    check_can_keep_units(by)
    period = Period.objects.select_for_update().get(pk=period_id)
    if data_from > data_to:
        raise Invalid("Ngày cuối của kỳ số liệu phải từ ngày đầu trở đi.", field="data_to")
    before, period.data_from, period.data_to = (period.data_from, period.data_to), data_from, data_to
    if before != (data_from, data_to):
        period.save(update_fields=["data_from", "data_to"])
        words = [f"{vn_date(first)}–{vn_date(last)}" for first, last in (before, (data_from, data_to))]
        text = f"sửa kỳ số liệu của {period.name}: {words[0]} → {words[1]}"
        record(by=by, verb="period.window_set", text=text, subject_kind="period", subject_id=period.pk, subject_label=period.name)
    return period


@transaction.atomic
def update_group(*, by: User, group_id: int, name: str, position: int, words: str) -> RequirementGroup:
    """Its name, its place in lists and the words that propose it for a finding; findings that have it keep it."""
    check_can_keep_units(by)
    group = RequirementGroup.objects.select_for_update().get(pk=group_id)
    name, words = clean(name), ", ".join(filter(None, map(clean, words.split(","))))
    if not name or len(name) > 80:
        raise Invalid("Ghi tên nhóm, không quá 80 chữ.", field="name")
    if RequirementGroup.objects.filter(directive=group.directive_id, name__iexact=name).exclude(pk=group.pk).exists():
        raise Invalid("Văn bản này đã có nhóm cùng tên. Chọn tên khác.", field="name")
    before = (group.name, group.position, group.words)
    if before != (name, position, words):
        group.name, group.position, group.words = name, position, words
        group.save(update_fields=["name", "position", "words"])
        text = f"sửa nhóm yêu cầu “{before[0]}”: tên “{name}”, thứ tự {position}, từ nhận biết “{words}”"
        record(by=by, verb="group.updated", text=text, subject_kind="group", subject_id=group.pk, subject_label=name)
    return group
