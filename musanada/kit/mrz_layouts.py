"""Where each field stands in the five machine-readable zones of ICAO Doc 9303, parts 4 to 7.

A span is line, first character, character after the last; the check digit of a checked field stands right behind it.
"""

from dataclasses import dataclass

Span = tuple[int, int, int]


@dataclass(frozen=True)
class Layout:
    code: str
    height: int
    width: int
    letters: str  # with which its document codes begin
    number: Span
    birth: Span
    sex: Span
    expiry: Span
    nationality: Span
    names: Span
    optional: tuple[Span, ...]
    composite: tuple[Span, ...] = ()
    last: tuple[int, int] = (1, 0)  # place of the composite check digit
    long_number: Span | None = None  # where a number of more than nine characters goes on
    personal_checked: bool = False
    closed: tuple[int, ...] = (1,)  # lines whose last character is a check digit
    kind: Span = (0, 0, 2)
    issuer: Span = (0, 2, 5)


def two_lines(code: str, width: int, letters: str, **more: object) -> Layout:
    """Passport, large card and visas share the first 28 characters of their second line."""
    return Layout(
        code,
        2,
        width,
        letters,
        number=(1, 0, 9),
        nationality=(1, 10, 13),
        birth=(1, 13, 19),
        sex=(1, 20, 21),
        expiry=(1, 21, 27),
        names=(0, 5, width),
        **more,  # type: ignore[arg-type]
    )


LAYOUTS = (
    two_lines(
        "TD3",
        44,
        "P",
        optional=((1, 28, 42),),
        personal_checked=True,
        composite=((1, 0, 10), (1, 13, 20), (1, 21, 43)),
        last=(1, 43),
    ),
    Layout(
        "TD1",
        3,
        30,
        "IAC",
        number=(0, 5, 14),
        birth=(1, 0, 6),
        sex=(1, 7, 8),
        expiry=(1, 8, 14),
        nationality=(1, 15, 18),
        names=(2, 0, 30),
        optional=((0, 15, 30), (1, 18, 29)),
        composite=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
        last=(1, 29),
        long_number=(0, 15, 30),
    ),
    two_lines(
        "TD2",
        36,
        "IAC",
        optional=((1, 28, 35),),
        composite=((1, 0, 10), (1, 13, 20), (1, 21, 35)),
        last=(1, 35),
        long_number=(1, 28, 35),
    ),
    two_lines("MRV-A", 44, "V", optional=((1, 28, 44),), closed=()),
    two_lines("MRV-B", 36, "V", optional=((1, 28, 36),), closed=()),
)
