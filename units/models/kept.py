"""What a person had typed into a form that could not be taken, because the log-in had run out."""

from django.db import models

from units.models.people import User


class KeptWords(models.Model):
    """The words of one form that was sent in vain, for the person who sent it and for nobody else, for a day (``units.keeping``).

    ``fields``: a list of [name, value] in the form's order; never a password, never a file. ``page`` is where the form stands, ``action``
    where it was sent to. Times are the machine's, as those of sessions.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="tài khoản")
    page = models.TextField("trang")
    action = models.TextField("gửi tới")
    fields = models.JSONField("các ô")
    with_files = models.BooleanField("có tệp", default=False)
    kept_at = models.DateTimeField("giữ lúc")

    class Meta:
        verbose_name = "chữ được giữ"
        verbose_name_plural = "chữ được giữ"
        ordering = ["-kept_at", "-id"]
        indexes = [models.Index(name="kept_words_of_user", fields=["user", "kept_at"])]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.action}"
