"""What these tests begin with."""

import pytest


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing runs behind a page, and a quarter of an hour is no difference."""
    monkeypatch.setattr("musanada.intake.commands.imports.running.launch", lambda *args: None)
    monkeypatch.setattr("musanada.intake.panels.minutes_since", lambda arrival: 0)
