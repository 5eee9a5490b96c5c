"""Who may read and send messages: ``check_can_x`` raises ``Forbidden`` with a Vietnamese reason.

An inbox needs no rule: it is ``OutboundMessage.objects.of(user)``, so somebody else's message does not exist (404).
"""

from common.errors import Forbidden
from units.models import User
from units.querysets import reach


def check_can_see_post(user: User) -> None:
    """The outbox with everybody's mail: the Centre, who answers for it."""
    if not reach(user)["steer_work"]:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm xem được sổ thư đã gửi.")


def check_can_send_again(user: User) -> None:
    """A mail goes out again by a decision of those who answer for it."""
    if not reach(user)["steer_work"]:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm cho gửi lại thư.")
