from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "musanada.returns"
    label = "returns"

    def ready(self) -> None:
        from importlib import import_module
        from pkgutil import iter_modules

        from musanada.returns import commands, policies, workflow, workflow_reintegration  # noqa: F401

        # What the app adds to the registries of the layers below: each file adds itself.
        package = "musanada.returns"
        for found in iter_modules(commands.__path__, f"{package}.commands."):
            import_module(found.name)
        root = import_module(package)
        for found in iter_modules(root.__path__, f"{package}."):
            if found.name.rpartition(".")[2].partition("_")[0] in (
                "panels",
                "held",
                "facts",
                "imports",
                "populations",
            ):
                import_module(found.name)
