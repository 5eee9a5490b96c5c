"""What units are told of an import: that work was given to them, or taken back. On the portal only: mails stay one a day (reminders)."""

from collections import Counter
from collections.abc import Iterable

from django.urls import reverse

from common.formats import vn_num
from directives.importing.plan import ImportPlan, makes_item
from directives.models import ImportBatch, Item
from notifications import notices
from notifications.notices import Notice
from units.models import User


def tell_made(batch: ImportBatch, plan: ImportPlan, *, by: User | None) -> int:
    """One notice to each unit that does or answers for an item that was made now. Returns how many persons are told."""
    duties = [row.duty for row in plan.rows if makes_item(row) and row.duty is not None]
    return _tell(
        batch,
        [(duty.responsible.pk, duty.accountable.pk) for duty in duties],
        by=by,
        key="made",
        words="Trung tâm vừa giao {count} nội dung từ kết quả kiểm tra",
        headline="Nội dung mới",
    )


def tell_undone(batch: ImportBatch, items: Iterable[Item], *, by: User | None) -> int:
    """The same units hear that these items are no more."""
    return _tell(
        batch,
        [(item.responsible_id, item.accountable_id) for item in items],
        by=by,
        key="undone",
        words="Trung tâm đã rút lại {count} nội dung giao từ kết quả kiểm tra",
        headline="Đã rút lại",
    )


def _tell(batch: ImportBatch, parties: list[tuple[int, int]], *, by: User | None, key: str, words: str, headline: str) -> int:
    """``parties``: (responsible, accountable) of each item."""
    own = Counter(responsible for responsible, _ in parties)
    answered = Counter(accountable for responsible, accountable in parties if responsible != accountable)
    title = batch.inspection.title if batch.inspection else batch.new_title
    path = f"{reverse('item_list')}?lan_nhap={batch.pk}"
    told = {}
    for unit in own.keys() | answered.keys():
        parts = [f"thực hiện {vn_num(own[unit])} nội dung"] if own[unit] else []
        parts += [f"chủ trì {vn_num(answered[unit])} nội dung do đơn vị khác thực hiện"] if answered[unit] else []
        told[unit] = Notice(
            title=words.format(count=vn_num(own[unit] + answered[unit])),
            path=path,
            detail=f"Đơn vị {', '.join(parts)}. Đợt kiểm tra: {title}.",
            headline=headline,
        )
    return notices.show_each(told, by=by, topic=f"import:{batch.pk}:{key}")
