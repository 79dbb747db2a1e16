from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "musanada.people"
    label = "people"

    def ready(self) -> None:
        from musanada.people import facts, panels, policies, timeline  # noqa: F401
        from musanada.people.queries import confidential  # noqa: F401  tells the doors who is named
