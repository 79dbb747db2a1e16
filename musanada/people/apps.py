from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "musanada.people"
    label = "people"

    def ready(self) -> None:
        from musanada.people import facts, panels, policies, timeline  # noqa: F401
