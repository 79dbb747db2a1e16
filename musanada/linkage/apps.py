from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "musanada.linkage"
    label = "linkage"

    def ready(self) -> None:
        from importlib import import_module
        from pkgutil import iter_modules

        from musanada.linkage import commands, policies  # noqa: F401

        # Each file of commands says its words for the journal; the others add themselves to the layers below.
        package = "musanada.linkage"
        for found in iter_modules(commands.__path__, f"{package}.commands."):
            import_module(found.name)
        for found in iter_modules(import_module(package).__path__, f"{package}."):
            if found.name.rpartition(".")[2].partition("_")[0] in ("panels", "alarms", "held", "facts"):
                import_module(found.name)
