"""What a mail says and where it goes is decided when it leaves; the mail server has a row of its own. Reversible.

Stored messages get the unit in which their reader worked then, stored lines the topic that their key names: a mail that waits now is
rendered like any other when it leaves. Its keys are checked at once: the index of the new column comes after them, and PostgreSQL makes
none on a table with checks still to come.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FORWARD = r"""
UPDATE notifications_messageline SET topic = regexp_replace(regexp_replace(dedupe_key, '^notice:', ''), ':\d+$', '');
UPDATE notifications_outboundmessage SET waiting_since = next_try_at;
UPDATE notifications_outboundmessage AS message SET unit_id = (
    SELECT post.unit_id FROM units_membership AS post
    WHERE post.user_id = message.recipient_id AND post.started_on <= message.day AND (post.ended_on IS NULL OR post.ended_on >= message.day)
    ORDER BY post.started_on DESC, post.id DESC LIMIT 1
);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
BACKWARD = """
UPDATE notifications_outboundmessage SET status = 'failed' WHERE status = 'dropped';
UPDATE notifications_outboundmessage SET attempts = 5 WHERE attempts > 5;
UPDATE notifications_outboundmessage AS message SET address = person.email
FROM units_user AS person WHERE person.id = message.recipient_id AND message.address = '';
UPDATE notifications_outboundmessage SET status = 'inbox', sent_at = NULL WHERE address = '' AND status <> 'inbox';
SET CONSTRAINTS ALL IMMEDIATE; -- rows were written more than once: their checks are made before the tables change
SET CONSTRAINTS ALL DEFERRED;
"""
STATUSES = [
    ("pending", "Chờ gửi thư"),
    ("claimed", "Đang gửi"),
    ("sending", "Đang trao cho máy chủ thư"),
    ("sent", "Đã gửi thư"),
    ("kept", "Giữ lại, chưa có máy chủ thư"),
    ("inbox", "Chỉ báo trên cổng"),
    ("failed", "Gửi không được"),
    ("unsure", "Không rõ đã tới"),
    ("dropped", "Không còn cần gửi"),
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("units", "0001_initial")]

    operations = [
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
            ],
            options={
                "verbose_name": "máy chủ thư",
                "verbose_name_plural": "máy chủ thư",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="mail_server_is_one")],
            },
        ),
        migrations.RemoveConstraint("outboundmessage", "message_inbox_or_address"),
        migrations.RemoveConstraint("outboundmessage", "message_attempts_limited"),
        migrations.RemoveConstraint("outboundmessage", "message_status_known"),
        migrations.AlterField("outboundmessage", "greeting", models.CharField("kính gửi", max_length=250, default="")),
        migrations.RemoveField("outboundmessage", "greeting"),
        migrations.AddField("outboundmessage", "lost", models.PositiveSmallIntegerField("số lần bộ gửi dừng giữa chừng", default=0)),
        migrations.AddField(
            "outboundmessage",
            "sent_subject",
            models.CharField("tiêu đề thư đã gửi", max_length=600, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "outboundmessage",
            "sent_text",
            models.TextField("lời thư đã gửi", blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "outboundmessage",
            "waiting_since",
            models.DateTimeField("chờ gửi từ", default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            "outboundmessage",
            "unit",
            models.ForeignKey(
                "units.unit",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="+",
                verbose_name="đơn vị của người nhận",
            ),
        ),
        migrations.AddField(
            "messageline",
            "topic",
            models.CharField("về việc", max_length=200, default=""),
            preserve_default=False,
        ),
        migrations.AlterField("outboundmessage", "attempts", models.PositiveIntegerField("số lần thử", default=0)),
        migrations.AlterField("outboundmessage", "address", models.EmailField("địa chỉ đã gửi", blank=True, max_length=254)),
        migrations.AlterField("outboundmessage", "error", models.CharField("lý do", blank=True, max_length=300)),
        migrations.AlterField("outboundmessage", "status", models.CharField("tình trạng thư", choices=STATUSES, max_length=10)),
        migrations.AddConstraint(
            "outboundmessage",
            models.CheckConstraint(name="message_status_known", condition=models.Q(("status__in", [status for status, _ in STATUSES]))),
        ),
        migrations.AddConstraint(
            "outboundmessage",
            models.CheckConstraint(
                name="message_sent_has_address",
                condition=models.Q(("status__in", ["sent", "kept"]), _negated=True) | models.Q(("address", ""), _negated=True),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
