from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "musanada.reporting"
    label = "reporting"

    def ready(self) -> None:
        from musanada.reporting import policies, systemchecks  # noqa: F401
