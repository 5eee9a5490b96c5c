"""What was handed in, and what the Centre said of it. Neither changes afterwards: database triggers refuse it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from pgtrigger import Delete, Insert, Update

from common.past import keeps_past
from common.triggers import refuses
from reports.models.entry import Entry
from reports.models.report import Report
from reports.workflow import Decision, Verdict

_TOUCHED = (
    "TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR (NEW.report_id, NEW.number, NEW.submitted_at, NEW.submitted_by_id, NEW.content)"
    " IS DISTINCT FROM (OLD.report_id, OLD.number, OLD.submitted_at, OLD.submitted_by_id, OLD.content)"
)
_DECIDED = "EXISTS (SELECT 1 FROM reports_review WHERE id = COALESCE(NEW.review_id, OLD.review_id) AND decision <> '')"


class Submission(models.Model):
    """One handing-in of a report: who, when, and all that it said then (``content``, see ``reports.snapshot``). Only a withdrawal is added.

    ``number`` counts the submissions of one report from 1 ("Lần 2").
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions", verbose_name="báo cáo")
    number = models.PositiveSmallIntegerField("lần")
    submitted_at = models.DateTimeField("nộp lúc")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nộp")
    content = models.JSONField("nội dung đã nộp")
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thu hồi"
    )

    class Meta:
        verbose_name = "bản đã nộp"
        verbose_name_plural = "bản đã nộp"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(name="submission_number_once", fields=["report", "number"]),
            models.CheckConstraint(
                name="submission_withdrawn_at_and_by",
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
        triggers = [refuses("submission_stays", "what was handed in never changes", Update | Delete, _TOUCHED), *keeps_past()]

    def __str__(self) -> str:
        return f"{self.report}, lần {self.number}"


class Review(models.Model):
    """The Centre's look at one submission: begun by an act, decided once."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="review", verbose_name="bản đã nộp")
    started_at = models.DateTimeField("bắt đầu xem lúc")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xem")
    decision = models.CharField("kết luận", max_length=10, choices=Decision, blank=True)
    comment = models.TextField("ý kiến chung", blank=True)
    again_by = models.DateField("hẹn nộp lại", null=True, blank=True)
    decided_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người kết luận"
    )

    class Meta:
        verbose_name = "lần duyệt"
        verbose_name_plural = "lần duyệt"
        ordering = ["submission"]
        constraints = [
            models.CheckConstraint(name="review_decision_known", condition=Q(decision__in=["", *Decision.values])),
            models.CheckConstraint(
                name="review_decided_by_someone",
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(name="review_return_says_why", condition=~Q(decision="returned") | ~Q(comment="")),
        ]
        triggers = [refuses("review_stays", "a decision never changes", Update | Delete, "OLD.decision <> ''")]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_decision_display() or 'đang xem'}"


class Remark(models.Model):
    """The Centre's word on one entry of one submission; kept while it is being written, fixed with the decision.

    ``verdict`` is empty while only words were typed; an entry of which nothing was said has no remark.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="marks", verbose_name="lần duyệt")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="remarks", verbose_name="nội dung")
    verdict = models.CharField("kết luận", max_length=4, choices=Verdict, blank=True)
    comment = models.TextField("ý kiến", blank=True)

    class Meta:
        verbose_name = "ý kiến từng nội dung"
        verbose_name_plural = "ý kiến từng nội dung"
        ordering = ["review", "entry"]
        constraints = [
            models.UniqueConstraint(name="remark_once_an_entry", fields=["review", "entry"]),
            models.CheckConstraint(name="remark_verdict_known", condition=Q(verdict__in=["", *Verdict.values])),
        ]
        triggers = [refuses("remark_stays", "a decision never changes", Insert | Update | Delete, _DECIDED)]

    def __str__(self) -> str:
        return f"{self.get_verdict_display() or 'chưa kết luận'}: {self.comment}"
