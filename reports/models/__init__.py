"""Quarterly reports."""

from reports.models.entry import Entry, Level
from reports.models.report import Report
from reports.models.review import Remark, Review, Submission

__all__ = ["Entry", "Level", "Remark", "Report", "Review", "Submission"]
