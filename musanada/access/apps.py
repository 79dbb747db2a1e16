from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "musanada.access"
    label = "access"

    def ready(self) -> None:
        from musanada.access import checks, pages, policies  # noqa: F401
