from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "musanada.people"
    label = "people"

    def ready(self) -> None:
        from musanada.people import facts, panels, policies, timeline  # noqa: F401
        from musanada.people import panels_consents, policies_consents  # noqa: F401  # isort: skip
        from musanada.people import panels_protected, policies_protected  # noqa: F401  # isort: skip
        from musanada.people import exporting, held  # noqa: F401  columns of lists that leave
        from musanada.people.commands import erasing  # noqa: F401  tells the procedure how to erase
        from musanada.people.queries import (
            attachments,  # noqa: F401  tells whose the stored files are
            confidential,  # noqa: F401  tells the doors who is named
        )
