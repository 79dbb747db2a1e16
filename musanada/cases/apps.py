from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "musanada.cases"
    label = "cases"

    def ready(self) -> None:
        from musanada.cases import held, panels, policies, workflow  # noqa: F401
        from musanada.cases.commands import erasing, referrals  # noqa: F401  what stops and what erases
