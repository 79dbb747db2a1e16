"""Charts and maps as SVG drawn on the server: pure functions from rows to a string, the same in HTML and PDF.

The page puts the result into ``<figure class="chart">`` with its caption and the table beside it, and links
``charts.css`` (``palette.stylesheet()``) for dark screens and the two sizes of ``responsive``.
"""

from collections.abc import Callable
from dataclasses import replace

from django.utils.safestring import SafeString

from musanada.kit.svg.bars import bars
from musanada.kit.svg.canvas import Frame
from musanada.kit.svg.groups import Group, grouped_bars
from musanada.kit.svg.maps import Area, credit, province_map, region_map
from musanada.kit.svg.pyramid import AgeBand, pyramid
from musanada.kit.svg.rows import Row
from musanada.kit.svg.series import Line, Point, over_time
from musanada.kit.svg.shares import share_bar, sparkline

__all__ = [
    "AgeBand",
    "Area",
    "Frame",
    "Group",
    "Line",
    "Point",
    "Row",
    "bars",
    "credit",
    "grouped_bars",
    "over_time",
    "province_map",
    "pyramid",
    "region_map",
    "responsive",
    "share_bar",
    "sparkline",
]

PHONE = 340


def responsive(draw: Callable[[Frame], str], frame: Frame) -> SafeString:
    """The chart twice, for a desk and for a phone; the sheet shows the one that fits its container.

    ``responsive(lambda frame: bars(rows, frame, sort=True), frame)``. A PDF takes one size and does not need it.
    """
    wide, narrow = draw(frame), draw(replace(frame, width=PHONE))
    return SafeString(
        f'<div class="mk-sizes"><div class="mk-wide">{wide}</div><div class="mk-narrow">{narrow}</div></div>'
    )
