from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "musanada.press"
    label = "press"

    def ready(self) -> None:
        from importlib import import_module
        from pkgutil import iter_modules

        from musanada.press import policies  # noqa: F401

        package = "musanada.press"
        for found in iter_modules(import_module(package).__path__, f"{package}."):
            if found.name.rpartition(".")[2].partition("_")[0] in ("panels", "alarms", "held", "facts"):
                import_module(found.name)
