"""The words of a report's state, with its tone and icon."""

from collections.abc import Mapping

from common.vocabulary import State
from reports.owed import NOT_STARTED
from reports.workflow import ReportStatus

REPORT_STATES: Mapping[str, State] = {
    NOT_STARTED: State("todo", "circle-dashed", "Chưa lập"),
    ReportStatus.DRAFT.value: State("doing", "pencil", ReportStatus.DRAFT.label),
    ReportStatus.SUBMITTED.value: State("wait", "hourglass", ReportStatus.SUBMITTED.label),
    ReportStatus.RETURNED.value: State("soon", "arrow-back-up", ReportStatus.RETURNED.label),
    ReportStatus.ACCEPTED.value: State("done", "circle-check", ReportStatus.ACCEPTED.label),
}

REPORT_PHRASES: Mapping[str, str] = {
    NOT_STARTED: "chưa lập báo cáo",
    ReportStatus.DRAFT.value: "đang soạn báo cáo",
    ReportStatus.SUBMITTED.value: "đã nộp báo cáo, chờ duyệt",
    ReportStatus.RETURNED.value: "báo cáo phải bổ sung",
    ReportStatus.ACCEPTED.value: "báo cáo đã được chấp nhận",
}
"""The same inside a sentence about the unit."""
