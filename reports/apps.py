from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """What this room tells, it renders: the outbox knows keys only."""
        from reports import notices
        from reports.reminders import telling

        notices.register()
        telling.register()
