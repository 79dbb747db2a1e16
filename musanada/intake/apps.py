from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "musanada.intake"
    label = "intake"

    def ready(self) -> None:
        from musanada.intake import finding, held, panels, policies, policies_imports, workflow  # noqa: F401
        from musanada.intake.commands import (  # noqa: F401
            erasing,
            hiding,
            retention,
        )
        from musanada.intake.imports import people  # noqa: F401  adds its kind of import
