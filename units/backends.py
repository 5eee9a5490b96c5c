"""Who is let in by name and password. One check of the password whoever asks: a closed account costs what an open or unknown one does."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from units.models import Membership, User


class PasswordBackend(ModelBackend):
    """Django's check by password, which also answers for closed accounts: the log-in form tells them so and lets nobody in.

    A session of an account that was closed meanwhile opens nothing.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return True

    def get_user(self, user_id: int) -> User | None:
        """With the post in which the person works: every page asks for both, so one query brings them."""
        posts = Membership.objects.current().select_related("user", "unit__area__parent")
        try:
            post = posts.get(user=user_id, user__is_active=True)
        except Membership.DoesNotExist:
            return User.objects.filter(pk=user_id, is_active=True).first()
        post.user.membership = post
        return post.user
