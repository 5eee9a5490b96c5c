"""Tells people of what needs a second person: a post of the Centre or of Văn phòng, the right to see scores of named persons.

The rights themselves are ``units.services``'; it calls ``tell`` in the same transaction.
"""

from django.db.models import Q
from django.urls import reverse

from notifications import notices
from notifications.notices import Notice
from units.models import Membership, Unit, User
from units.roles import Right


def tell(post: Membership, right: Right, step: str, by: User | None) -> None:
    """Of what is asked those who confirm; of what is given those who hold it too, the new one among them.

    On the portal alone: who may see personal data is nothing for a letter.
    """
    told = Q(unit__kind__in=(Unit.Kind.CENTRE, Unit.Kind.OFFICE))
    if (right, step) == (Right.SCORES, "given"):
        told = Q(pk__in=Membership.objects.seeing_scores())
    units = Membership.objects.current().filter(told).values_list("unit_id", flat=True).distinct()
    times = getattr(post, f"{right}_asked_at"), getattr(post, f"{right}_given_at")
    topic = f"{right}:{step}:{':'.join(str(part) for part in (post.pk, *times))}"
    headline = "Quyền xem bảng điểm" if right == Right.SCORES else "Tài khoản mới"
    # Who holds the right need not be one who confirms: what everybody may open stands behind what everybody is told.
    path = reverse("account") if (right, step) == (Right.SCORES, "given") else reverse("grants")
    notices.show(topic=topic, unit_ids=units, by=by, notice=Notice(_title(post, right, step), path, headline=headline))


def _title(post: Membership, right: Right, step: str) -> str:
    name, where = post.user.username, post.unit.qualified_name
    if right == Right.POST:
        what = f"{post.get_role_display()}, {where}"
        return f"Tài khoản {name} chờ xác nhận: {what}" if step == "asked" else f"Tài khoản {name} được xác nhận: {what}"
    if step == "asked":
        return f"Đề nghị cho tài khoản {name} xem bảng điểm, chờ xác nhận"
    return f"Tài khoản {name} ({where}) từ nay được xem bảng điểm"
