"""The press check measured: recall and false alarms by language and family, and how long a long text takes.

``python -m bench.press`` prints the table; needs no data, no server.
"""

import os
import sys
import time


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
