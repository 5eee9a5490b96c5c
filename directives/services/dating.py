"""A time that counts from signing ("trong vòng 15 ngày kể từ ngày ký") gets its day when the date of the dispatch is filled in."""

from common.due import find_due
from common.workdays import signing
from directives.models import Directive, Item
from directives.services.items import record_item
from units.models import User


def date_relative_points(directive: Directive, *, by: User) -> None:
    """Set the due dates that waited for the date of the dispatch: of points, of their items and owed reports; each item's history says so.

    A date that somebody set meanwhile stays. Called inside the transaction that fills in the date.
    """
    for point in directive.points.filter(due_kind="relative", due_on=None):
        due_on = next((due.on for due in find_due(point.due_text, signing=signing(directive.issued_on)) if due.on), None)
        if due_on is None:
            continue
        point.due_on = due_on
        point.save(update_fields=["due_on"])
        point.obligations.filter(due_on=None).update(due_on=due_on)
        for item in Item.objects.select_for_update(of=("self",)).counted().filter(point=point, due_on=None, finding=None):
            item.due_on, item.due_source, item.version = due_on, Item.DueSource.POINT, item.version + 1
            item.save(update_fields=["due_on", "due_source", "version"])
            words = f"có hạn {due_on:%d/%m/%Y} vì văn bản đã có ngày ban hành: “{point.due_text}”"
            record_item(item, by=by, verb="due_set", text=words, data={"due_on": [None, due_on.isoformat()]})
