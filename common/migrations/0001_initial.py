import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

# f_fold: lower case without accents, for search. f_sort_vi: Vietnamese order (letters first, then tones) without ICU; compare it with collation "C".
SQL_FUNCTIONS = r"""
CREATE FUNCTION f_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(public.unaccent('public.unaccent'::regdictionary, normalize(t, NFC)));

CREATE FUNCTION f_sort_vi(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  translate(normalize(regexp_replace(normalize(lower(normalize(t, NFC)), NFD), '[\u0300\u0301\u0303\u0309\u0323]', '', 'g'), NFC),
    'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz', '0123456789ABCDEFGHIJKLMNOPQRSTUVW') || E'\x01' ||
  translate(regexp_replace(normalize(lower(normalize(t, NFC)), NFD), '[^\u0300\u0301\u0303\u0309\u0323a-z]|[\u0302\u0306\u031b]', '', 'g'),
    U&'\0300\0309\0303\0301\0323abcdefghijklmnopqrstuvwxyz', '23456' || repeat('1', 26));
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(SQL_FUNCTIONS, "DROP FUNCTION f_sort_vi(text); DROP FUNCTION f_fold(text);"),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField(unique=True, verbose_name="ngày")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("holiday", "Nghỉ lễ"),
                            ("substitute", "Nghỉ bù"),
                            ("swap_off", "Nghỉ hoán đổi"),
                            ("makeup_workday", "Làm bù"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên")),
            ],
            options={
                "verbose_name": "ngày nghỉ",
                "verbose_name_plural": "ngày nghỉ",
                "ordering": ["date"],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.BigIntegerField(verbose_name="mã người gửi")),
                ("key", models.CharField(max_length=32, verbose_name="khóa")),
                ("digest", models.CharField(max_length=64, verbose_name="dấu của nội dung")),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="trang kết quả")),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="gửi lúc")),
            ],
            options={
                "verbose_name": "biểu mẫu đã gửi",
                "verbose_name_plural": "biểu mẫu đã gửi",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="mã người làm")),
                ("actor_name", models.CharField(max_length=200, verbose_name="người làm")),
                ("unit_code", models.CharField(blank=True, max_length=40, verbose_name="mã đơn vị")),
                ("unit_name", models.CharField(blank=True, max_length=200, verbose_name="đơn vị")),
                ("verb", models.CharField(max_length=60, verbose_name="việc")),
                ("subject_kind", models.CharField(max_length=40, verbose_name="loại đối tượng")),
                ("subject_id", models.BigIntegerField(null=True, verbose_name="mã đối tượng")),
                ("subject_label", models.CharField(blank=True, max_length=300, verbose_name="đối tượng")),
                (
                    "party_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name="đơn vị liên quan"
                    ),
                ),
                ("text", models.TextField(verbose_name="nội dung")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="số liệu")),
            ],
            options={
                "verbose_name": "nhật ký",
                "verbose_name_plural": "nhật ký",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_subject"),
                    models.Index(fields=["-id", "verb"], name="audit_latest"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF TRUE THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'audit_append_only: ' || 'history is never changed or removed'; END IF; RETURN COALESCE(NEW, OLD);",
                    hash="d26169477ac0e46d9f9955f201ccec06abb1f44c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_audit_append_only_6e869",
                    table="common_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="sentform",
            index=models.Index(fields=["sent_at"], name="sent_form_age"),
        ),
        migrations.AddConstraint(
            model_name="sentform",
            constraint=models.UniqueConstraint(fields=("sender", "key", "digest"), name="form_done_once"),
        ),
    ]
