"""Colours, type and sizes of every chart and map, in one place.

Each colour is a pair: on paper (also the printed one) and on a dark screen. Elements carry the paper colour as a
presentation attribute, so that a PDF or a saved picture is right by itself, and a class (``f-`` fill, ``s-``
stroke) that ``stylesheet()`` turns dark. The series and the map classes are steps of lightness first, so that a
greyscale print still tells them apart (relative luminance falls by half or more at each step).
"""

FONT = "IBM Plex Sans, IBM Plex Sans Arabic, sans-serif"
FONT_RTL = "IBM Plex Sans Arabic, IBM Plex Sans, sans-serif"
TEXT, SMALL = 14.0, 12.0
NARROW = 480

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#111815"),
    "ink": ("#14201b", "#e8efeb"),
    "soft": ("#46524d", "#b4c0ba"),
    "grid": ("#dde3e0", "#2a352f"),
    "axis": ("#6a7670", "#8b9992"),
    "hatch": ("#7d8983", "#8b9992"),
    "bar": ("#17624d", "#86d6b9"),
    "wash": ("#d9e9e2", "#1c3a30"),
    "s1": ("#0a4d3c", "#b9f0da"),
    "s2": ("#b86a00", "#d08a28"),
    "s3": ("#8fc1ae", "#3f8f75"),
    "s4": ("#e9dcc5", "#584c39"),
    "m1": ("#e4f0ea", "#1b3129"),
    "m2": ("#b5d7c8", "#265346"),
    "m3": ("#7ab49d", "#377a64"),
    "m4": ("#38836a", "#62b598"),
    "m5": ("#0a4d3c", "#b9f0da"),
    "on1": ("#14201b", "#e8efeb"),
    "on2": ("#14201b", "#e8efeb"),
    "on3": ("#14201b", "#ffffff"),
    "on4": ("#ffffff", "#06231b"),
    "on5": ("#ffffff", "#06231b"),
}
SERIES = ("s1", "s2", "s3", "s4")
MAP_CLASSES = ("m1", "m2", "m3", "m4", "m5")


def stylesheet() -> str:
    """The sheet that goes with the charts: the dark screen, forced colours, and which of two sizes is shown."""
    dark = "\n".join(
        f"  .mk .f-{name} {{ fill: {pair[1]}; }} .mk .s-{name} {{ stroke: {pair[1]}; }}"
        for name, pair in COLOURS.items()
    )
    return _SHEET % {"dark": dark, "narrow": NARROW}


_SHEET = """\
/* Charts and maps. Written by musanada.kit.svg.palette.stylesheet(); change the colours there. */
.mk { display: block; direction: ltr; inline-size: 100%%; block-size: auto; max-inline-size: 48rem; }
.mk-sizes { container-type: inline-size; }
.mk-narrow { display: none; }
.mk-narrow .mk { max-inline-size: 30rem; }
@container (max-width: %(narrow)spx) {
  .mk-wide { display: none; }
  .mk-narrow { display: block; }
}
.mk-spark { display: inline-block; inline-size: auto; vertical-align: middle; }
.mk-flow { inline-size: auto; max-inline-size: none; }
@media screen and (prefers-color-scheme: dark) {
%(dark)s
}
@media screen and (forced-colors: active) {
  .mk { forced-color-adjust: none; background: #fff; }
}
"""
