from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = "Văn bản và nội dung khắc phục"

    def ready(self) -> None:
        """What this room tells, it renders: the outbox knows keys only."""
        from directives import notices
        from directives.services import granting
        from units import services

        notices.register()
        services.listen(granting.tell)
