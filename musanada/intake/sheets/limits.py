"""What is too much. Built from settings by the caller; the reader itself knows no settings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """``size`` and ``unpacked`` in bytes (the second for what an XLSX holds compressed), ``cells`` rows × columns."""

    size: int = 50 * 1024 * 1024
    rows: int = 200_000
    columns: int = 400
    unpacked: int = 600 * 1024 * 1024
    cells: int = 8_000_000
