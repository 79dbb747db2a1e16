"""The press check measured: recall and false alarms by language and family, and how long a long text takes.

``python -m bench.press`` prints the table with every miss; needs no data, no server. ``make bench ARGS=press`` prints it too.
"""

import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.measure import Line, Table
from bench.places import Place


def tables(place: Place) -> Iterator[Table]:
    """For ``make bench``: what is found and what is said in vain, then a long text."""
    took = place.call("press.measure")
    lines = [Line(row.pop("name"), row.pop("seconds"), row) for row in took["rows"]]
    yield Table("Press check: sentences by language and family", "all sentences together", lines)
    reading = [
        Line("a long text read", took["read"], {"characters": f"{took['characters']:,}"}),
        Line("read and checked", took["check"], {"findings": str(took["findings"])}),
        Line("the first sentence of a process", took["first"]),
    ]
    yield Table("Press check: a long text", "reading it", reading)


def measure() -> dict[str, Any]:
    """Inside an installation: the table of ``main``, as rows."""
    from bench.measure import once
    from musanada.press.evaluation import FOLDER, measured
    from musanada.press.reading import read
    from musanada.press.report import check

    first, _report = once(lambda: check("Le Maroc compte 148.152 étrangers."))
    whole, scores = once(measured)
    every = scores["all"].false_said + scores["all"].true_said
    rows = [
        {
            "name": name, "seconds": whole * (one.false_said + one.true_said) / every, "false": str(one.false_said),
            "found": str(one.found), "recall": f"{one.recall:.1%}", "true": str(one.true_said),
            "alarms": str(one.alarms), "doubts": str(one.doubts),
        }
        for name, one in scores.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: row["name"] != "all")
    article = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("article-*.txt")))
    pages = article * 20
    reading, _text = once(lambda: read(pages))
    checking, report = once(lambda: check(pages))
    return {
        "rows": rows, "first": first, "read": reading, "check": checking,
        "characters": len(pages), "findings": len(report.findings),
    }  # fmt: skip


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musanada.config.settings")
    import django

    django.setup()
    from musanada.press.evaluation import FOLDER, measured
    from musanada.press.report import check

    scores = measured()
    print(f"{'':<8}{'false':>7}{'found':>7}{'recall':>8}{'true':>7}{'alarms':>8}{'doubts':>8}")
    for name, one in scores.items():
        row = f"{name:<8}{one.false_said:>7}{one.found:>7}{one.recall:>8.1%}"
        print(row + (f"{one.true_said:>7}{one.alarms:>8}{one.doubts:>8}" if one.true_said else ""))
    for example in scores["all"].missed:
        print(f"missed {example.expected:<15} {example.text}")
    for example in scores["all"].wronged:
        print(f"false alarm {example.text}")
    article = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("article-*.txt")))
    pages = article * 20
    start = time.perf_counter()
    found = len(check(pages).findings)
    print(f"{len(pages):,} characters: {time.perf_counter() - start:.2f} s, {found} findings")
    return 0 if not scores["all"].alarms else 1


if __name__ == "__main__":
    sys.exit(main())
