from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dongthap_remediation"
    verbose_name = "Cổng theo dõi"

    def ready(self) -> None:
        """Load the Celery app, so that ``shared_task`` and ``send_task`` meet the portal's broker in every process."""
        from dongthap_remediation import celery  # noqa: F401
