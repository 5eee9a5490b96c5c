from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """What this room tells, it renders (the outbox knows keys only); and it says which claims a report holds."""
        from directives.rules import CLAIM_HOLDERS, CLOSE_HOLDERS
        from reports import notices
        from reports.reminders import telling
        from reports.rules import holds_claim, holds_following

        CLAIM_HOLDERS.append(holds_claim)
        CLOSE_HOLDERS.append(holds_following)
        notices.register()
        telling.register()
