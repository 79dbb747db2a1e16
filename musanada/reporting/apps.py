from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "musanada.reporting"
    label = "reporting"

    def ready(self) -> None:
        from musanada.reporting import policies, systemchecks  # noqa: F401
        from musanada.reporting.commands import definitions, externals, series  # noqa: F401  their words for the journal
