"""One officer takes over from another: the post, and what was told to the one who leaves."""

from django.db import transaction

from notifications.services import pass_on
from units import services
from units.models import User


@transaction.atomic
def replace_officer(*, user_id: int, by: User, username: str, full_name: str, email: str) -> tuple[User, str]:
    """One act: the old account closes and its post ends today, the new one opens in the same post and finds what was not read yet.

    The unit's items, reports and difficulties are the unit's own and stay. Returns the new account and its password, to be shown once.
    """
    old, user, password = services.replace_user(user_id=user_id, by=by, username=username, full_name=full_name, email=email)
    post = user.open_post
    if post is not None:
        pass_on(giver=old, taker=user, unit_id=post.unit_id)
    return user, password
