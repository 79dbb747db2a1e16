from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "musanada.access"
    label = "access"

    def ready(self) -> None:
        from musanada.access import checks, pages, policies  # noqa: F401
        from musanada.access.signin import checks as door_checks  # noqa: F401
        from musanada.access.signin import lockout, signals, words  # noqa: F401

        lockout.hear_lock_outs()
