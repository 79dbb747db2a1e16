from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "musanada.partners"
    label = "partners"

    def ready(self) -> None:
        from musanada.partners import policies  # noqa: F401
