"""Log lines that name nobody: no address but the route it belongs to, no words of an exception, one line a message.

An address may hold a link's word; the words of an exception may hold what somebody typed (a database quotes the row it
refuses). What is left, the kind of the exception and the lines of code it passed, is what mends a fault.
"""

import logging
import re
import traceback
from typing import Any

NOWHERE = "(no such address)"
ADDRESS = re.compile(r"(\w+://[^/\s]+)/\S+")


def route_of(request: Any) -> str:
    """``people/<uuid:pk>/``; what leads nowhere may be a link's word with a slip in it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else NOWHERE


class Nameless(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.message = self.words(record)
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([text, *frames(error)]) if error else text

    def words(self, record: logging.LogRecord) -> str:
        """The message: a request's path becomes its route, and what only repeats the exception its kind."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not record.args:
            return type(error).__name__
        args: Any = record.args
        if (request := getattr(record, "request", None)) is not None and isinstance(args, tuple):
            args = tuple(route_of(request) if isinstance(a, str) and a[:1] == "/" else a for a in args)
        text = str(record.msg) % args if args else str(record.msg)
        return ADDRESS.sub(r"\1/…", text).replace("\r", "\\r").replace("\n", "\\n")


def frames(error: BaseException) -> list[str]:
    """Where it happened and what kind it was, the cause last."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(current.__traceback__)]
        lines.append(f"  {type(current).__module__}.{type(current).__qualname__}")
        current = current.__cause__ or current.__context__
    return lines
