"""Find every translatable text of the product: Python by its syntax tree, templates by Django's own lexer.

The result does not depend on system gettext. Only literal texts can be extracted; a formatted string inside
``_()`` is an error with its place, since no catalogue could ever hold it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SKIPPED = {"tests", "migrations", "locale"}
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
CALL = re.compile(r"(?<!\w)(?:_|gettext|ngettext|pgettext|npgettext)\(")


class NotLiteral(Exception):
    """A translated text that is not written out: file, line and what to do."""


@dataclass(frozen=True)
class Message:
    """One text to translate: French id, optional French plural, optional context."""

    msgid: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> str:
        """As gettext joins them: context, EOT, id."""
        return f"{self.context}\x04{self.msgid}" if self.context else self.msgid


Messages = dict[str, Message]


def extract(package: Path) -> Messages:
    """All messages below ``package``, sorted by key; the same id with and without a plural is one message."""
    found: Messages = {}
    for message in every_message(package):
        known = found.get(message.key)
        if known and known.plural and message.plural and known.plural != message.plural:
            raise NotLiteral(f"two different plurals for {message.msgid!r}: use one of them, or a context")
        if known is None or message.plural:
            found[message.key] = message
    return dict(sorted(found.items()))


def every_message(package: Path) -> Iterator[Message]:
    for path in sorted(package.rglob("*.py")):
        if not SKIPPED & set(path.relative_to(package).parts):
            yield from from_python(path.read_text(encoding="utf-8"), str(path.relative_to(package.parent)))
    for path in sorted(p for p in package.rglob("templates/**/*") if p.is_file()):
        yield from from_template(path.read_text(encoding="utf-8"), str(path.relative_to(package.parent)))


def from_python(source: str, origin: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source, origin)):
        if isinstance(node, ast.Call) and (name := name_of(node.func)):
            message = from_call(name, node.args, f"{origin}:{node.lineno}")
            if message is not None and message.msgid:
                yield message


def from_template(source: str, origin: str) -> Iterator[Message]:
    """Django turns a template into text that holds plain calls; each call is read as Python."""
    calls = templatize(source, origin)
    for match in CALL.finditer(calls):
        node = first_call(calls, match.start())
        message = node and from_call(name_of(node.func), node.args, origin)
        if message and message.msgid:
            yield message


def first_call(text: str, start: int) -> ast.Call | None:
    """The shortest prefix from ``start`` that is a call: a text may itself hold brackets."""
    for end in (m.end() for m in re.finditer(r"\)", text[start:])):
        try:
            tree = ast.parse(text[start : start + end], mode="eval")
        except SyntaxError:
            continue
        return tree.body if isinstance(tree.body, ast.Call) else None
    return None


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def from_call(name: str, arguments: list[ast.expr], where: str) -> Message | None:
    """The message of one call, ``None`` when it translates a variable (its text is written out elsewhere)."""
    if name in SINGULAR:
        wanted = 1
    elif name in PLURAL or name in CONTEXT:
        wanted = 2
    elif name in CONTEXT_PLURAL:
        wanted = 3
    else:
        return None
    texts = [literal(argument, where) for argument in arguments[:wanted]]
    if len(texts) < wanted or any(text is None for text in texts):
        return None
    if name in PLURAL:
        return Message(texts[0] or "", plural=texts[1])
    if name in CONTEXT:
        return Message(texts[1] or "", context=texts[0])
    if name in CONTEXT_PLURAL:
        return Message(texts[1] or "", plural=texts[2], context=texts[0])
    return Message(texts[0] or "")


def literal(node: ast.expr, where: str) -> str | None:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and holds_text(node)):
        raise NotLiteral(f'{where}: write the text out and put values in after: _("… %(name)s …") % {{…}}')
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def holds_text(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(node))
