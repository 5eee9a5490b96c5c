"""Dispatches and what follows from them."""

from directives.models.difficulty import Difficulty
from directives.models.directive import Directive, DirectiveReading, DirectiveUnit, PendingUnit, RequirementGroup
from directives.models.evidence import Evidence
from directives.models.import_batch import ImportBatch, ImportedRow
from directives.models.import_memory import ImportMapping, ImportRun, SimilarFindings
from directives.models.inspection import Finding, Inspection
from directives.models.item import Coordination, Item
from directives.models.period import Obligation, Period
from directives.models.point import Point, PointUnit
from directives.models.score import Score, ScoreBatch, ScoreChange, ScoreFollowUp, ScoreReading

__all__ = [
    "Coordination",
    "Difficulty",
    "Directive",
    "DirectiveReading",
    "DirectiveUnit",
    "Evidence",
    "Finding",
    "ImportBatch",
    "ImportMapping",
    "ImportRun",
    "ImportedRow",
    "Inspection",
    "Item",
    "Obligation",
    "PendingUnit",
    "Period",
    "Point",
    "PointUnit",
    "RequirementGroup",
    "Score",
    "ScoreBatch",
    "ScoreChange",
    "ScoreFollowUp",
    "ScoreReading",
    "SimilarFindings",
]
