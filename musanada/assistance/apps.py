from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "musanada.assistance"
    label = "assistance"

    def ready(self) -> None:
        from musanada.assistance import exporting, facts, held, imports, panels, policies, sharing, workflow  # noqa: F401
        from musanada.assistance.commands import (
            erasing,  # noqa: F401
            retention,  # noqa: F401
        )
