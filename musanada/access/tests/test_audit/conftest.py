"""What these tests begin with."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from musanada.access.commands import write_entry
from musanada.access.models import AuditHead
from musanada.access.tests.test_audit.helper import LINES


@pytest.fixture
def lines(alice, oujda):
    """Eight lines over three days, with the anchors of the first two."""
    start = AuditHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    assert start == 0
    with pytest.MonkeyPatch.context() as patch:
        for number in range(LINES):
            at = datetime(2026, 3, 1 + number // 3, 9, number, tzinfo=UTC)
            patch.setattr(timezone, "now", lambda at=at: at)
            write_entry(alice, f"test.{number}", "done", oujda, {"rows": number, "code": "à « é »"})
