from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "musanada.assistance"
    label = "assistance"

    def ready(self) -> None:
        from musanada.assistance import facts, imports, panels, policies, sharing, workflow  # noqa: F401
        from musanada.assistance.commands import erasing  # noqa: F401
        from musanada.assistance import exporting, held  # noqa: F401
        from musanada.assistance.commands import retention  # noqa: F401
