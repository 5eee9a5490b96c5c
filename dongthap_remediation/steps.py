"""The transition tables as a page of the docs: a drawing and a row an act. ``docs/workflow.md`` is what this says."""

from collections.abc import Iterable

from common.workflow import Step, Workflow
from directives.workflow import DIFFICULTY_FLOW, DIRECTIVE_FLOW, ITEM_FLOW
from reports.workflow import REPORT_FLOW

HEAD = """# What may be done, by whom, and what follows

Written by `python manage.py draw_steps > docs/workflow.md` from the tables in `directives/workflow.py` and `reports/workflow.py`; a test
compares. Rules, buttons, pages, history, notices and the triggers in the database are made from the same rows (`common/workflow.py`).
"""
COLUMNS = ("Act", "From", "To", "Who", "Needs", "In the history", "The unit is told")


def document(*flows: Workflow) -> str:
    """Markdown with Mermaid drawings; without ``flows`` all tables of the portal."""
    return "\n".join([HEAD, *map(_section, flows or (DIRECTIVE_FLOW, ITEM_FLOW, DIFFICULTY_FLOW, REPORT_FLOW))])


def _section(flow: Workflow) -> str:
    drawn = [f"    {status}: {flow.statuses(status).label}" for status in flow.statuses.values]
    drawn += [f"    [*] --> {flow.initial}"]
    drawn += [f"    {source} --> {step.target}: {step.label}" for step in flow.steps if step.target for source in step.sources]
    rows = [_row(COLUMNS), _row(["---"] * len(COLUMNS)), *(_row(_cells(flow, step)) for step in flow.steps)]
    return "\n".join([f"## {flow.noun.capitalize()}", "", "```mermaid", "stateDiagram-v2", *drawn, "```", "", *rows, ""])


def _cells(flow: Workflow, step: Step) -> list[str]:
    people = dict(flow.people.choices)
    needs = [*filter(None, [step.needs]), *(str(people[each]) for each in step.awaits)]
    sources = ", ".join(flow.statuses(source).label for source in step.sources)
    target = str(flow.statuses(step.target).label) if step.target else ""
    return [step.label, sources, target, str(people[step.who]), "; ".join(needs), step.words, step.news.title if step.news else ""]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
