import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import units.entries
import units.models.people


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("common", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Tên đăng nhập này đã có. Chọn tên khác."},
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="tên đăng nhập",
                    ),
                ),
                ("full_name", models.CharField(max_length=120, verbose_name="họ tên hoặc chức danh")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="địa chỉ thư")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang dùng")),
                ("must_change_password", models.BooleanField(default=True, verbose_name="phải đổi mật khẩu")),
                ("created_at", models.DateTimeField(verbose_name="tạo lúc")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài khoản",
                "verbose_name_plural": "tài khoản",
                "ordering": ["username"],
            },
            managers=[
                ("objects", units.models.people.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="mã")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "cấp tỉnh"), ("district", "cấp huyện"), ("commune", "cấp xã")],
                        max_length=10,
                        verbose_name="cấp",
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="loại")),
                ("name", models.CharField(max_length=100, verbose_name="tên")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.area",
                        verbose_name="thuộc",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa bàn",
                "verbose_name_plural": "địa bàn",
            },
            bases=(units.entries.AreaWords, models.Model),
        ),
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.TextField(verbose_name="trang")),
                ("action", models.TextField(verbose_name="gửi tới")),
                ("fields", models.JSONField(verbose_name="các ô")),
                ("with_files", models.BooleanField(default=False, verbose_name="có tệp")),
                ("kept_at", models.DateTimeField(verbose_name="giữ lúc")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="tài khoản"
                    ),
                ),
            ],
            options={
                "verbose_name": "chữ được giữ",
                "verbose_name_plural": "chữ được giữ",
                "ordering": ["-kept_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="mã")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ubnd", "UBND"),
                            ("buudien", "Bưu điện"),
                            ("vpubnd", "Văn phòng UBND"),
                            ("kstthc", "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công"),
                            ("so", "Sở"),
                            ("khac", "Cơ quan khác"),
                        ],
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên đầy đủ")),
                ("short_name", models.CharField(max_length=120, verbose_name="tên ngắn")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("name"), function="f_sort_vi"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True, expression=models.Func(models.F("name"), function="f_fold"), output_field=models.TextField()
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="units.area", verbose_name="địa bàn"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="units.unit",
                        verbose_name="cấp trên",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="units.unit",
                        verbose_name="đơn vị kế tiếp",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị",
                "verbose_name_plural": "đơn vị",
                "ordering": ["sort_key"],
                "permissions": [
                    ("see_work", "Xem việc của đơn vị"),
                    ("do_work", "Cập nhật, báo xong việc của đơn vị"),
                    ("steer_work", "Giao việc, đặt hạn cho đơn vị"),
                    ("verify_work", "Xác nhận, trả lại việc của đơn vị"),
                    ("see_scores", "Xem bảng điểm của người thuộc đơn vị"),
                ],
            },
            bases=(units.entries.UnitWords, models.Model),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("centre", "Cán bộ theo dõi"),
                            ("verifier", "Cán bộ xác nhận của Văn phòng"),
                            ("leader", "Lãnh đạo, chỉ xem"),
                            ("officer", "Cán bộ đầu mối"),
                            ("reader", "Đơn vị nhận để biết"),
                            ("admin", "Quản trị"),
                        ],
                        max_length=20,
                        verbose_name="vai trò",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="từ ngày")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                ("scores_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="đề nghị xem bảng điểm lúc")),
                ("scores_given_at", models.DateTimeField(blank=True, null=True, verbose_name="được xem bảng điểm từ lúc")),
                (
                    "scores_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đề nghị xem bảng điểm",
                    ),
                ),
                (
                    "scores_given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người cho xem bảng điểm",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="units.unit", verbose_name="đơn vị"
                    ),
                ),
            ],
            options={
                "verbose_name": "vị trí công tác",
                "verbose_name_plural": "vị trí công tác",
                "ordering": ["-started_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="UnitAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200, verbose_name="cách viết")),
                ("key", models.CharField(max_length=200, verbose_name="dạng so khớp")),
                ("before", models.DateField(blank=True, null=True, verbose_name="chỉ trong văn bản trước ngày")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="ghi lúc")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="units.unit", verbose_name="đơn vị"
                    ),
                ),
                (
                    "within",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.area",
                        verbose_name="trong địa bàn",
                    ),
                ),
            ],
            options={
                "verbose_name": "cách viết khác",
                "verbose_name_plural": "cách viết khác",
            },
        ),
        migrations.CreateModel(
            name="UnitGroupObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="units.unit")),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitUserObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_object", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="units.unit")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from", None), ("valid_to", None), ("valid_from__lte", models.F("valid_to")), _connector="OR"),
                name="area_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (models.F("code"), "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("valid_to"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="area_code_once_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="keptwords",
            index=models.Index(fields=["user", "kept_at"], name="kept_words_of_user"),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="unit_search", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from", None), ("valid_to", None), ("valid_from__lte", models.F("valid_to")), _connector="OR"),
                name="unit_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"),
                name="unit_not_its_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["ubnd", "buudien", "vpubnd", "kstthc"])),
                fields=("kind", "area"),
                name="unit_one_kind_an_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(condition=models.Q(("ended_on", None)), fields=("user",), name="membership_one_open"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="membership_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["centre", "verifier", "leader", "officer", "reader", "admin"])),
                name="membership_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scores_asked_at", None), ("scores_asked_by", None)),
                    models.Q(("scores_asked_at__isnull", False), ("scores_asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="membership_scores_asked_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("scores_given_by", None), ("scores_given_at__isnull", False), _connector="OR"),
                name="membership_scores_given_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scores_given_by", None),
                    ("scores_asked_by", None),
                    models.Q(("scores_given_by", models.F("scores_asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="membership_scores_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitalias",
            constraint=models.UniqueConstraint(fields=("key", "within", "unit"), name="alias_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name="unitalias",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_at", None), ("made_by", None)),
                    models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                    _connector="OR",
                ),
                name="alias_made_at_and_by",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="unitgroupobjectpermission",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AlterUniqueTogether(
            name="unituserobjectpermission",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
