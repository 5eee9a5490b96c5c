"""The column that keeps ``common.identity.identity_mark`` of a text beside it."""

from typing import Any

from django.db import models

from common.identity import MARK_LENGTH, identity_mark


class IdentityField(models.CharField):  # type: ignore[type-arg]
    """The mark of the text in the field ``of``, set whenever a row is inserted or saved (also many at once), never by hand.

    An ``update()`` that changes the text has to change this too.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs.update(max_length=MARK_LENGTH, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["editable"]
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        mark = identity_mark(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, mark)
        return mark
