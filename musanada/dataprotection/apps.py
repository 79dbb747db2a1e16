from django.apps import AppConfig


class DataProtectionConfig(AppConfig):
    name = "musanada.dataprotection"

    def ready(self) -> None:
        from musanada.dataprotection import (  # noqa: F401
            held,
            panels,
            panels_rights,
            policies,
            policies_rights,
            workflow_erasure,
        )
        from musanada.dataprotection.commands import (
            erasing,  # noqa: F401  tells the procedure how to erase
            hiding,  # noqa: F401  what forgets someone hidden from now on
        )
        from musanada.people.attachments import receive

        receive.PAGES.add("dataprotection:assessment-document-add")  # never a clear file on the disk
        from musanada.dataprotection.queries import erasure  # noqa: F401  tells the doors whom lists leave out
        from musanada.dataprotection.retention import kinds  # noqa: F401  kinds of record without a rule that runs
