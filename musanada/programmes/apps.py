from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "musanada.programmes"
    label = "programmes"

    def ready(self) -> None:
        from musanada.programmes import facts, panels, policies  # noqa: F401
