"""The page on which an item is given to another unit: the form, and once a unit is chosen all that it would do."""

from collections.abc import Sequence
from dataclasses import dataclass

from directives.models import Item
from directives.presenters.item_forms import ItemFormPage, form_page
from directives.workflow import ITEM_FLOW
from reports.giving import Giving
from reports.models import Report
from units.models import Unit, User


@dataclass(frozen=True)
class GivePage:
    form: ItemFormPage
    plan: Giving | None

    @property
    def stuck(self) -> Sequence[tuple[str, Unit]]:
        return [(row.title, self.plan.difficulty_to[row.pk]) for row in self.plan.difficulties] if self.plan else []

    @property
    def coordinating(self) -> Sequence[str]:
        """Who takes part as before; who does it from now on no longer only helps."""
        units = self.form.item.coordinating.all() if self.plan else []
        return [unit.name for unit in units if self.plan and unit.pk != self.plan.receiver.pk]

    @property
    def drafts(self) -> Sequence[Report]:
        """The reports from which what was written of the item goes away."""
        return [entry.report for entry in self.plan.drafts] if self.plan else []


def give_page(user: User, item: Item, plan: Giving | None) -> GivePage:
    return GivePage(form_page(user, item, ITEM_FLOW["give"].label), plan)
