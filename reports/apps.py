from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from directives.rules import CLAIM_HOLDERS
        from reports.rules import holds_claim

        CLAIM_HOLDERS.append(holds_claim)
