"""Quarterly reports."""

from reports.models.report import Report

__all__ = ["Report"]
