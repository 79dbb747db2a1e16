"""Loading the demonstration country through the bulk commands, and its extract."""

from typing import Any

from bench.measure import Line, Table
from bench.places import Place


def load(place: Place, scale: float) -> dict[str, Any]:
    """Load and extract once; what it took, for ``table`` and for the benches that go on with the data."""
    made = place.call("house.load_country", scale=scale)
    return {"load": made, "extract": place.call("house.extract")}


def table(place: Place, scale: float, took: dict[str, Any]) -> Table:
    made, extract = took["load"], took["extract"]
    rows = made["persons"] + made["acts"]
    lines = [
        Line(
            f"demo load --scale {scale:g}",
            made["seconds"],
            {"persons": f"{made['persons']:,}", "rows/s": f"{rows / made['seconds']:,.0f}"},
        ),
        Line(
            "extract of every fact",
            extract["seconds"],
            {
                "rows/s": f"{extract['rows'] / extract['seconds']:,.0f}",
                "MB at most": f"{extract['peak_mb']:.0f}",
                "MB of Parquet": f"{extract['bytes'] / 1e6:.1f}",
            },
        ),
    ]
    return Table(f"The demonstration country ({place.vendor}): {made['acts']:,} acts", "loading it", lines)
