"""``statistics``: the JSON document that docs/reading.md promises, or a table to read; wrong arguments are said, nothing is guessed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reports import dashboard
from tests.reports.stage import TODAY, Stage, issue_dispatch, the_proposal


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    call_command("statistics", *arguments, "--json")
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_it_prints_what_the_overview_counts(busy: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys) == dashboard.statistics(busy.directive, None, TODAY)


def test_the_keys_are_the_promised_ones_in_their_order(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "--directive", str(stage.directive.pk), "--period", "2021-Q1", "--on", "2021-03-19")
    assert list(found) == ["on", "directive", "period", "items", "timeliness", "reports", "units"]
    assert list(found["items"]) == [
        "total",
        "todo",
        "doing",
        "claimed",
        "verified",
        "overdue",
        "due_soon",
        "no_due_date",
        "open_difficulty",
    ]  # type: ignore[call-overload]
    assert list(found["units"][0]) == ["unit", "items", "verified", "overdue", "report"]  # type: ignore[index]


def test_another_day_moves_the_day_and_not_the_states(busy: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "--on", "2021-04-05")
    assert (found["on"], found["items"]["overdue"], found["reports"]["late"]) == ("2021-04-05", 4, 8)  # type: ignore[index]
    assert found == dashboard.statistics(busy.directive, None, date(2021, 4, 5))


def test_the_dispatch_issued_last_is_the_default(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    small = the_proposal()
    small.symbol, small.points, small.questions = "UBND-NHO", [point for point in small.points if point.key == "2"], ()
    second = issue_dispatch(small, date(2021, 3, 1))
    found = printed(capsys)
    assert (found["directive"], found["period"], found["items"]["total"]) == (second.pk, None, 1)  # type: ignore[index]
    assert printed(capsys, "--directive", str(stage.directive.pk))["items"]["total"] == 26  # type: ignore[index]


def test_nothing_issued_is_an_empty_document_and_an_exit_status_of_1(units: None, today: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="Chưa có văn bản nào được giao việc") as refused:
        call_command("statistics", "--json")
    assert refused.value.returncode == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["directive"], found["period"], found["items"]["total"], found["units"]) == (None, None, 0, [])


@pytest.mark.parametrize(
    "arguments", [["--directive", "999999"], ["--directive", "x"], ["--period", "2021"], ["--on", "31/03/2021"], ["--on", "2021-02-30"]]
)
def test_wrong_arguments_are_refused(stage: Stage, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("statistics", *arguments, "--json")
    assert refused.value.returncode == 2 or "999999" not in arguments
    assert capsys.readouterr().out == ""


def test_a_person_gets_a_table(busy: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("statistics")
    text = capsys.readouterr().out
    assert "tính tại ngày 19/03/2021" in text and "UBND huyện Cao Lãnh" in text and "Báo cáo kỳ 2021-Q1" in text
    assert [line.split() for line in text.splitlines() if "Hoàn thành" in line and "hạn" not in line] == [["Hoàn", "thành", "2"]]
