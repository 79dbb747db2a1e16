"""``python -m bench.child JOB JSON``: one job in a process of its own; the result is JSON on stdout.

A job is ``module.function`` of this package. What it or Django prints goes to stderr.
"""

import contextlib
import importlib
import json
import os
import sys
from typing import Any


def perform(job: str, options: dict[str, Any]) -> Any:
    """Call ``bench.<module>.<function>(**options)``."""
    module, _dot, function = job.rpartition(".")
    return getattr(importlib.import_module(f"bench.{module}"), function)(**options)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musanada.config.settings")
    import django

    with contextlib.redirect_stdout(sys.stderr):
        django.setup()
        result = perform(sys.argv[1], json.loads(sys.argv[2]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
