"""QR codes as inline SVG: always dark on white with the quiet zone, so that any phone reads them off any screen or slip."""

from django.utils.safestring import SafeString

from musanada.kit.svg.canvas import clean, num

QUIET = 4


def qr_svg(text: str, title: str, *, size: float = 132, error: str = "m") -> SafeString:
    """``text`` (a reference or an address, never a name) as a square SVG of ``size`` pixels.

    ``error`` is the level of correction: ``l``, ``m`` (15 %), ``q`` or ``h``. Raises ``ValueError`` when the text
    is empty or does not fit into a code.
    """
    import segno

    if not text:
        raise ValueError("an empty text has no code")
    rows = [bytes(row) for row in segno.make(text, error=error, micro=False, boost_error=False).matrix]
    side = len(rows) + 2 * QUIET
    path = "".join(_runs(row, y + QUIET) for y, row in enumerate(rows))
    return SafeString(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" width="{num(size)}" '
        f'height="{num(size)}" role="img" shape-rendering="crispEdges"><title>{clean(title)}</title>'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def _runs(row: bytes, y: int) -> str:
    """The dark stretches of one row as rectangles of height 1."""
    found, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            wide = x - start
            found.append(f"M{start + QUIET} {y}h{wide}v1h-{wide}z")
            start = None
    return "".join(found)
