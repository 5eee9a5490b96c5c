"""Whole documents are read as the truths beside them say."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from reading.dispatch import Proposal
from tests.reading.dispatch.truth import Score, compare, truth_of
from tests.seed import read

SAMPLES = Path(__file__).parents[2] / "samples" / "directives"
SHARED = Path(__file__).parents[4] / "shared" / "samples"
OWN = SAMPLES / "own"
REAL, NEW = SHARED / "real" / "directives", SHARED / "real_new" / "directives"


def _documents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.with_suffix(".truth.json").exists()) if folder.is_dir() else []


REAL_DOCUMENTS = [*_documents(REAL), *_documents(NEW)]


@cache
def _read(path: Path) -> Proposal:
    return read(path.read_bytes(), path.name)


def _score(path: Path, *, whole: bool) -> Score:
    return compare(truth_of(path), _read(path).to_json(), whole=whole)


@pytest.mark.parametrize("path", [*_documents(SAMPLES), *_documents(OWN)], ids=lambda path: path.name)
def test_a_sample_is_read_as_its_truth_says(path: Path) -> None:
    assert _score(path, whole=not path.name.startswith("loi_")).differences == []


@pytest.mark.skipif(not _documents(REAL), reason="the real documents lie beside the checkout, they are not here")
@pytest.mark.parametrize("path", REAL_DOCUMENTS, ids=lambda path: path.name)
def test_every_point_and_every_time_of_a_real_document_is_right(path: Path) -> None:
    """No point too much, and no time that is wrong in silence."""
    score = _score(path, whole=path.parent == REAL)
    assert score.points + score.times == []


@pytest.mark.skipif(not _documents(REAL), reason="the real documents lie beside the checkout, they are not here")
def test_of_a_hundred_fields_of_the_real_documents_ninety_nine_are_right() -> None:
    scores = {path: _score(path, whole=path.parent == REAL) for path in REAL_DOCUMENTS}
    wrong = [f"{path.name} {words}" for path, score in scores.items() for words in score.wrong]
    assert len(wrong) * 100 <= sum(score.fields for score in scores.values()), "\n".join(wrong)


def test_there_are_samples_to_read() -> None:
    assert (len(_documents(SAMPLES)), len(_documents(OWN))) == (29, 12)


@pytest.mark.parametrize("name", ["cong_van_that.docx", "cong_van_that_van_ban.txt"])
def test_the_real_dispatch_says_what_issuing_it_will_make(name: str) -> None:
    """docs/domain.md, "What issuing makes": leaf points, what they make, who does the work, until when."""
    proposal = _read(SAMPLES / name)
    made = {point.key: (point.makes, len(point.lead), point.responsible_sub_unit, point.period, point.due_on) for point in proposal.points}
    quarter = date(2021, 3, 31)
    assert made == {
        "1": ("nothing", 8, (), None, None),
        "1.a": ("items", 8, (), None, None),
        "1.b": ("commune_items", 8, (), None, None),
        "1.c": ("obligation", 8, (), "2021-Q1", quarter),
        "2": ("items", 1, (), None, quarter),
        "3": ("nothing", 1, ("kstthc-87",), None, None),
        "3.a": ("items", 1, ("kstthc-87",), None, None),
        "3.b": ("items", 1, ("kstthc-87",), None, quarter),
    }
    assert {point.key: point.modality for point in proposal.points if not point.parent} == {"1": "direct", "2": "request", "3": "assign"}
    assert [point.due_kind for point in proposal.leaves()] == [None, None, "quarter", "quarter", "ongoing", "quarter"]


def test_the_real_dispatch_leaves_three_questions_open_with_safe_answers() -> None:
    proposal = _read(SAMPLES / "cong_van_that.docx")
    assert [(question.key, question.default) for question in proposal.questions] == [
        ("addressee_without_task:ubnd-869", "wait"),
        ("due_of_report_or_work:1.c", "report"),
        ("district_post_scope:2", "all"),
    ]
    scopes = {option.value: len(option.units) for option in proposal.questions[2].options}
    assert scopes == {"all": 12, "with:1": 8}


def test_a_commune_written_by_its_known_other_spelling_is_that_commune() -> None:
    """docs/domain.md, trap 10: “Tân Công Sinh” in Tam Nông is xã Tân Công Sính."""
    communes = _read(SAMPLES / "cong_van_that.docx").recipients[4].units
    assert "ubnd-30007" in communes
    assert len(communes) == 17


def test_every_paragraph_has_its_part_and_every_mark_lies_in_its_paragraph() -> None:
    proposal = _read(SAMPLES / "cong_van_that.docx")
    assert len(proposal.paragraphs) == 32
    roles = [(paragraph.role, paragraph.point) for paragraph in proposal.paragraphs]
    assert roles[6:13] == [("date", None), *[("addressees", None)] * 4, ("preamble", None), ("point", "1")]
    assert roles[14:16] == [("point", "1.b")] * 2
    assert [role for role, _ in roles[21:]] == ["closing", *["recipients"] * 7, *["signature"] * 3]
    marked = {(mark.field, mark.point): proposal.paragraphs[mark.paragraph - 1].text[mark.start : mark.end] for mark in proposal.marks}
    assert marked["due", "1.c"] == "trong quý I/2021"
    assert marked["coordinating", "3.b"] == "Bưu điện Tỉnh"
    assert marked["lead", "2"] == "Bưu điện Tỉnh"


@pytest.mark.parametrize("path", _documents(SAMPLES), ids=lambda path: path.name)
def test_a_stored_proposal_comes_back_as_it_was(path: Path) -> None:
    import json

    proposal = _read(path)
    assert Proposal.from_storage(json.loads(json.dumps(proposal.to_storage()))) == proposal
