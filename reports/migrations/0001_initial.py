import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directives", "0001_initial"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(blank=True, choices=[("ok", "Đạt"), ("more", "Cần bổ sung")], max_length=4, verbose_name="kết luận"),
                ),
                ("comment", models.TextField(blank=True, verbose_name="ý kiến")),
            ],
            options={
                "verbose_name": "ý kiến từng nội dung",
                "verbose_name_plural": "ý kiến từng nội dung",
                "ordering": ["review", "entry"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Đang soạn"),
                            ("submitted", "Chờ duyệt"),
                            ("returned", "Cần bổ sung"),
                            ("accepted", "Đã chấp nhận"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("first_submitted_on", models.DateField(blank=True, null=True, verbose_name="ngày nộp lần đầu")),
                ("remarks", models.TextField(blank=True, verbose_name="đánh giá chung và kiến nghị")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="lưu lúc")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
            ],
            options={
                "verbose_name": "báo cáo",
                "verbose_name_plural": "báo cáo",
                "ordering": ["period", "unit__sort_key"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(verbose_name="bắt đầu xem lúc")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Chấp nhận"), ("returned", "Trả lại để bổ sung")],
                        max_length=10,
                        verbose_name="kết luận",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="ý kiến chung")),
                ("again_by", models.DateField(blank=True, null=True, verbose_name="hẹn nộp lại")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="kết luận lúc")),
            ],
            options={
                "verbose_name": "lần duyệt",
                "verbose_name_plural": "lần duyệt",
                "ordering": ["submission"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần")),
                ("submitted_at", models.DateTimeField(verbose_name="nộp lúc")),
                ("content", models.JSONField(verbose_name="nội dung đã nộp")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
            ],
            options={
                "verbose_name": "bản đã nộp",
                "verbose_name_plural": "bản đã nộp",
                "ordering": ["report", "number"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("todo", "Chưa bắt đầu"), ("doing", "Đang thực hiện"), ("done", "Đã hoàn thành")],
                        max_length=5,
                        verbose_name="mức độ hoàn thành",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="kết quả đã làm được")),
                ("late_reason", models.TextField(blank=True, verbose_name="lý do chậm")),
                ("expected_text", models.CharField(blank=True, max_length=40, verbose_name="ngày dự kiến xong")),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name="tệp không kèm"
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="lưu lúc")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="lần sửa")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_entries",
                        to="directives.item",
                        verbose_name="nội dung",
                    ),
                ),
            ],
            options={
                "verbose_name": "nội dung báo cáo",
                "verbose_name_plural": "nội dung báo cáo",
                "ordering": ["item__number"],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người lưu"
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="reports.entry", verbose_name="nội dung"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="directive",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="directives.directive", verbose_name="văn bản"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="directives.period", verbose_name="kỳ"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người lưu",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="units.unit", verbose_name="đơn vị"
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="reports.report", verbose_name="báo cáo"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người kết luận",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="started_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người xem"
            ),
        ),
        migrations.AddField(
            model_name="remark",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="reports.review", verbose_name="lần duyệt"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="reports.report", verbose_name="báo cáo"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="submitted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="người nộp"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thu hồi",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="submission",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="review", to="reports.submission", verbose_name="bản đã nộp"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["status", "period"], name="report_status_period"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("directive", "period", "unit"), name="report_once"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "submitted", "returned", "accepted"])), name="report_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "draft"), ("first_submitted_on__isnull", False), _connector="OR"),
                name="report_submitted_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("saved_at", None), ("saved_by", None)),
                    models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                    _connector="OR",
                ),
                name="report_saved_at_and_by",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="report_steps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'INSERT' THEN IF NEW.status <> 'draft' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'begins as draft, not as ' || NEW.status; END IF; RETURN NEW; END IF; IF NEW.directive_id IS DISTINCT FROM OLD.directive_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'directive_id never changes'; END IF; IF NEW.period_id IS DISTINCT FROM OLD.period_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'period_id never changes'; END IF; IF NEW.unit_id IS DISTINCT FROM OLD.unit_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || 'unit_id never changes'; END IF; IF NEW.status <> OLD.status AND NOT (OLD.status, NEW.status) IN (('draft', 'submitted'), ('returned', 'submitted'), ('submitted', 'draft'), ('submitted', 'accepted'), ('submitted', 'returned')) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'report_steps: ' || NEW.status || ' may not follow ' || OLD.status; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="dd88a5a087c45455f6fa108d049170c912212676",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_report_steps_ba7f2",
                    table="reports_report",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("report", "item"), name="entry_once_a_report"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(condition=models.Q(("level__in", ["todo", "doing", "done"])), name="entry_level_known"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.UniqueConstraint(fields=("review", "entry"), name="remark_once_an_entry"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(condition=models.Q(("verdict__in", ["", "ok", "more"])), name="remark_verdict_known"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="remark",
            trigger=pgtrigger.compiler.Trigger(
                name="remark_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM reports_review WHERE id = COALESCE(NEW.review_id, OLD.review_id) AND decision <> '') THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'remark_stays: ' || 'a decision never changes'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="450431935d14d1bf161c21c1c3bd08e82adf963b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_remark_stays_5dbe4",
                    table="reports_remark",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="submission_number_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="submission_withdrawn_at_and_by",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="submission_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR (NEW.report_id, NEW.number, NEW.submitted_at, NEW.submitted_by_id, NEW.content) IS DISTINCT FROM (OLD.report_id, OLD.number, OLD.submitted_at, OLD.submitted_by_id, OLD.content) THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'submission_stays: ' || 'what was handed in never changes'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="148425a2a6c6cb5e5851932f848e31196c521fe8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_submission_stays_d043e",
                    table="reports_submission",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["", "accepted", "returned"])), name="review_decision_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="review_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "returned"), _negated=True), models.Q(("comment", ""), _negated=True), _connector="OR"
                ),
                name="review_return_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="review_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF OLD.decision <> '' THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'review_stays: ' || 'a decision never changes'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="cbe8feb64d37dfd684e6c63229e76d19b55be789",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_review_stays_2fb1e",
                    table="reports_review",
                    when="BEFORE",
                ),
            ),
        ),
    ]
