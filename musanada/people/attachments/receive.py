"""A file on its way in stays in memory: Django would write what is over a megabyte to a clear file in ``/tmp``.

Only for the pages named in ``PAGES`` (others keep Django's way); beyond the limit nothing is kept, the rest of the body
is read and forgotten, so that the browser gets to read the refusal.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.urls import Resolver404, resolve

# The pages that take a file into the sealed folder, by name; apps above add theirs.
PAGES = {"people:attachment-add"}


class InMemory(FileUploadHandler):
    """First in ``FILE_UPLOAD_HANDLERS``. ``too_large`` is told by a file one byte over the limit."""

    ours = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803  Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.ours = self.request is not None and name_of(self.request.path_info) in PAGES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.ours:
            self.kept = BytesIO()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.ours:
            return raw_data
        room = settings.ATTACHMENT_LIMIT + 1 - self.kept.tell()
        self.kept.write(raw_data[: max(room, 0)])
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if not self.ours:
            return None
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=len(self.kept.getvalue()),
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
