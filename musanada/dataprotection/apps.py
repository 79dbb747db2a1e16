from django.apps import AppConfig


class DataProtectionConfig(AppConfig):
    name = "musanada.dataprotection"

    def ready(self) -> None:
        from musanada.dataprotection import policies  # noqa: F401
