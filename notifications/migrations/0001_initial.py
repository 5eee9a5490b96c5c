import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=200, verbose_name="về việc")),
                ("dedupe_key", models.CharField(max_length=200, unique=True, verbose_name="khóa chống trùng")),
                ("urgency", models.IntegerField(verbose_name="độ gấp")),
                ("tone", models.CharField(blank=True, max_length=10, verbose_name="sắc thái")),
                ("headline", models.CharField(max_length=80, verbose_name="lời ngắn")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ghi chú")),
                ("title", models.CharField(max_length=300, verbose_name="nội dung")),
                ("detail", models.CharField(blank=True, max_length=400, verbose_name="chi tiết")),
                ("path", models.CharField(max_length=200, verbose_name="địa chỉ trang")),
            ],
            options={
                "verbose_name": "dòng thông báo",
                "verbose_name_plural": "dòng thông báo",
                "ordering": ["urgency", "id"],
            },
        ),
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("digest", "Nhắc việc"), ("notice", "Trả lời, trao đổi")], max_length=10, verbose_name="loại"
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=200, unique=True, verbose_name="khóa chống trùng")),
                ("day", models.DateField(verbose_name="ngày")),
                ("title", models.CharField(max_length=300, verbose_name="tiêu đề")),
                ("intro", models.TextField(blank=True, verbose_name="lời đầu")),
                ("closing", models.TextField(blank=True, verbose_name="lời cuối")),
                ("path", models.CharField(max_length=200, verbose_name="địa chỉ trang")),
                ("action", models.CharField(max_length=80, verbose_name="chữ trên nút")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Chờ gửi thư"),
                            ("claimed", "Đang gửi"),
                            ("sending", "Đang trao cho máy chủ thư"),
                            ("sent", "Đã gửi thư"),
                            ("kept", "Giữ lại, chưa có máy chủ thư"),
                            ("inbox", "Chỉ báo trên cổng"),
                            ("failed", "Gửi không được"),
                            ("unsure", "Không rõ đã tới"),
                            ("dropped", "Không còn cần gửi"),
                        ],
                        max_length=10,
                        verbose_name="tình trạng thư",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="số lần thử")),
                ("lost", models.PositiveSmallIntegerField(default=0, verbose_name="số lần bộ gửi dừng giữa chừng")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="địa chỉ đã gửi")),
                ("sent_subject", models.CharField(blank=True, max_length=600, verbose_name="tiêu đề thư đã gửi")),
                ("sent_text", models.TextField(blank=True, verbose_name="lời thư đã gửi")),
                ("waiting_since", models.DateTimeField(verbose_name="chờ gửi từ")),
                ("next_try_at", models.DateTimeField(verbose_name="thử lại lúc")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="bắt đầu gửi lúc")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi lúc")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="đọc lúc")),
            ],
            options={
                "verbose_name": "thông báo",
                "verbose_name_plural": "thông báo",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="ngày")),
                ("finished_at", models.DateTimeField(verbose_name="xong lúc")),
                ("messages", models.PositiveIntegerField(default=0, verbose_name="số thông báo")),
            ],
            options={
                "verbose_name": "đợt nhắc việc",
                "verbose_name_plural": "đợt nhắc việc",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("failing_since", models.DateTimeField(blank=True, null=True, verbose_name="không nhận thư từ")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="số lần hỏi không được")),
                ("failed_at", models.DateTimeField(blank=True, null=True, verbose_name="hỏi không được lần cuối")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("next_try_at", models.DateTimeField(blank=True, null=True, verbose_name="hỏi lại lúc")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="nhận thư lần cuối")),
                ("back_at", models.DateTimeField(blank=True, null=True, verbose_name="nhận thư trở lại lúc")),
            ],
            options={
                "verbose_name": "máy chủ thư",
                "verbose_name_plural": "máy chủ thư",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="mail_server_is_one")],
            },
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="messages", to=settings.AUTH_USER_MODEL, verbose_name="người nhận"
            ),
        ),
        migrations.AddField(
            model_name="outboundmessage",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="đơn vị của người nhận",
            ),
        ),
        migrations.AddField(
            model_name="messageline",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="notifications.outboundmessage",
                verbose_name="thông báo",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(fields=["recipient", "-id"], name="message_inbox"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["recipient"], name="message_unread"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("status__in", ["pending", "claimed", "sending"])), fields=["id"], name="message_under_way"
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(fields=["day", "id"], name="message_day"),
        ),
        migrations.AddConstraint(
            model_name="outboundmessage",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["digest", "notice"])), name="message_kind_known"),
        ),
        migrations.AddConstraint(
            model_name="outboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["pending", "claimed", "sending", "sent", "kept", "inbox", "failed", "unsure", "dropped"])
                ),
                name="message_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["sent", "kept"]), _negated=True), models.Q(("address", ""), _negated=True), _connector="OR"
                ),
                name="message_sent_has_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["sent", "kept"]), ("sent_at__isnull", False)),
                    models.Q(models.Q(("status__in", ["sent", "kept"]), _negated=True), ("sent_at", None)),
                    _connector="OR",
                ),
                name="message_sent_has_time",
            ),
        ),
    ]
