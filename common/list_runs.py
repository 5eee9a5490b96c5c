"""Importing a list: all or nothing, and a check is an import that is undone, so the two can't differ."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from common.errors import Invalid, PortalError
from common.lists import ListChange, ListError, ListOutcome, ListRow


@dataclass
class ListRun:
    """Does the acts that rows ask for, each by its own service, and keeps what was refused beside its row and column."""

    columns: Mapping[str, str]
    rows: Sequence[ListRow]
    made: list[Any] = field(default_factory=list)
    _words: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[int, str] = field(default_factory=dict)
    _errors: list[ListError] = field(default_factory=list)

    def attempt(self, row: ListRow, name: str, words: str, act: Callable[..., Any], /, **values: Any) -> Any:
        """One act in a savepoint; None where it was refused, or the row had an error before."""
        if self.failed(row):
            return None
        try:
            with transaction.atomic():
                result = act(**values)
        except PortalError as error:
            self.refuse(row, error.field or "" if isinstance(error, Invalid) else "", error.message)
            return None
        self._names.setdefault(row.number, name)
        self._words[row.number].append(words)
        return result

    def refuse(self, row: ListRow, column: str, message: str) -> None:
        heading = self.columns.get(column, "")
        self._errors.append(ListError(row.number, heading, row.get(column), message))

    def failed(self, row: ListRow) -> bool:
        return any(error.row == row.number for error in self._errors)

    def outcome(self) -> ListOutcome:
        changes = [ListChange(row, self._names[row], "; ".join(words)) for row, words in sorted(self._words.items())]
        touched = {change.row for change in changes} | {error.row for error in self._errors}
        errors = sorted(self._errors, key=lambda error: error.row)
        return ListOutcome(changes, errors, sum(row.number not in touched for row in self.rows), self.made)


def all_or_nothing(run: ListRun, work: Callable[[ListRun], None], *, store: bool) -> ListOutcome:
    """Do the work; undo all of it where it is only checked or anything was refused."""
    with transaction.atomic():
        work(run)
        outcome = run.outcome()
        if outcome.errors or not store:
            transaction.set_rollback(True)
    return outcome
