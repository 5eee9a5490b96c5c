"""What no page, no admin form and no SQL may do, beside the model that it is about: triggers that refuse, as ``check_violation``.

``makemigrations`` writes them down (django-pgtrigger). The message begins with the trigger's name, as that of a constraint does.
"""

from collections.abc import Iterable, Sequence

from pgtrigger import Before, Delete, Insert, Operation, Trigger, Update

from common.workflow import Workflow


def refuses(name: str, words: str, operation: Operation, when: str = "TRUE") -> Trigger:
    """Refuse ``operation`` on rows for which ``when`` holds (SQL over OLD and NEW)."""
    return _before(name, operation, _unless(name, when, f"'{words}'"))


def append_only(name: str, words: str) -> Trigger:
    return refuses(name, words, Update | Delete)


def follows(flow: Workflow, name: str, *, keeps: Sequence[str] = ()) -> Trigger:
    """A row begins in the first status of ``flow`` and changes it only as its steps say; the columns ``keeps`` never change.

    Where each step between two statuses needs a reason, so does the row; a reason is never blank.
    """
    born = _unless(name, f"NEW.status <> '{flow.initial}'", f"'begins as {flow.initial}, not as ' || NEW.status")
    strange = f"NEW.status <> OLD.status AND NOT {_among(flow.moves())}"
    checks = [
        f"IF TG_OP = 'INSERT' THEN {born} RETURN NEW; END IF;",
        *(_unless(name, f"NEW.{column} IS DISTINCT FROM OLD.{column}", f"'{column} never changes'") for column in keeps),
        _unless(name, strange, "NEW.status || ' may not follow ' || OLD.status"),
    ]
    for column in dict.fromkeys(step.keeps for step in flow.steps if step.keeps):
        blank = rf"NEW.status <> OLD.status AND NEW.{column} !~ '\S' AND (NEW.{column} <> '' OR {_among(flow.moves(needing=column))})"
        checks.append(_unless(name, blank, "'a step back needs a reason'"))
    return _before(name, Insert | Update, " ".join(checks))


def _before(name: str, operation: Operation, checks: str) -> Trigger:
    return Trigger(name=name, when=Before, operation=operation, func=f"{checks} RETURN COALESCE(NEW, OLD);")


def _unless(name: str, when: str, words: str) -> str:
    """Statements of a function; no percent sign, which the driver would take for a parameter."""
    return f"IF {when} THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{name}: ' || {words}; END IF;"


def _among(pairs: Iterable[tuple[str, str]]) -> str:
    """That the step of this row is one of these."""
    listed = ", ".join(f"('{source}', '{target}')" for source, target in pairs)
    return f"(OLD.status, NEW.status) IN ({listed})" if listed else "FALSE"
