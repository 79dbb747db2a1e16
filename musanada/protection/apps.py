from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "musanada.protection"
    label = "protection"

    def ready(self) -> None:
        from importlib import import_module
        from pkgutil import iter_modules

        from musanada.protection import commands, policies, workflow, workflow_trafficking  # noqa: F401

        # What the app adds to the registries of the layers below: each file adds itself.
        package = "musanada.protection"
        for found in iter_modules(commands.__path__, f"{package}.commands."):
            import_module(found.name)
        root = import_module(package)
        for found in iter_modules(root.__path__, f"{package}."):
            if found.name.rpartition(".")[2].partition("_")[0] in (
                "panels",
                "held",
                "facts",
                "alarms",
                "locks",
            ):
                import_module(found.name)
