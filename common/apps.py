from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "Dùng chung"

    def ready(self) -> None:
        from common.past import drop_views, make_views

        pre_migrate.connect(drop_views, sender=self)
        post_migrate.connect(make_views, sender=self)
