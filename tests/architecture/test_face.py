"""One stylesheet for both directions, no script or style inside a page, no request that leaves the server."""

import re

import pytest

from .sources import over, scripts, stylesheets, templates

COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}|\{% comment .*?endcomment %\}|<!--.*?-->", re.DOTALL)
SIDE = r"(?:left|right)"
PHYSICAL = re.compile(
    rf"(?<![\w-])(?:(?:margin|padding|scroll-margin|scroll-padding|border)-{SIDE}(?:-\w+)?"
    rf"|border-(?:top|bottom)-{SIDE}-radius|{SIDE})\s*:[^;{{}}]*"
    rf"|(?<![\w-])(?:text-align|float|clear)\s*:\s*{SIDE}\b"
)
TAG = re.compile(r"<(\w[\w-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>", re.DOTALL)
ATTRIBUTE = re.compile(r"([\w:@.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')", re.DOTALL)
LOADS = {"src", "srcset", "href", "action", "formaction", "poster", "data", "xlink:href", "hx-get", "hx-post"}
OUTSIDE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
STYLESHEET_URL = re.compile(r"(?:url\(\s*|@import\s+)[\"']?\s*((?:https?:)?//[^\s\"')]+)")
SCRIPT_URL = re.compile(r"[\"'`](?:https?|wss?)://(?!www\.w3\.org/)[^\"'`]+")
SVG_DIRECTION = "direction:ltr"


def without_comments(text: str) -> str:
    return COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)


def physical_sides(text: str) -> list[str]:
    """Declarations that would be wrong in one of the two writing directions."""
    return [match[0].strip() for match in PHYSICAL.finditer(without_comments(text))]


def outside_in_stylesheet(text: str) -> list[str]:
    return STYLESHEET_URL.findall(without_comments(text))


def outside_in_script(text: str) -> list[str]:
    return SCRIPT_URL.findall(without_comments(text))


def attributes(text: str) -> list[tuple[str, str, str]]:
    """(tag, attribute, value) of every element."""
    elements = TAG.findall(without_comments(text))
    return [(tag, name, value[1:-1]) for tag, inside in elements for name, value in ATTRIBUTE.findall(inside)]


def inline_script_or_style(text: str) -> list[str]:
    found = [f"<{tag}>" for tag, inside in TAG.findall(without_comments(text)) if is_inline(tag, inside)]
    for tag, name, value in attributes(text):
        handler = name.lower().startswith("on") or name.startswith("hx-on")
        if handler or value.lstrip().lower().startswith("javascript:"):
            found.append(f"<{tag} {name}=>")
        elif name == "style" and not (tag == "svg" and value.replace(" ", "").rstrip(";") == SVG_DIRECTION):
            found.append(f"<{tag} style=>")
    return found


def is_inline(tag: str, inside: str) -> bool:
    """A script needs ``src``; data for a script (``application/json``) is not one."""
    return tag == "style" or (tag == "script" and "src=" not in inside and "application/json" not in inside)


def outside_in_template(text: str) -> list[str]:
    return [
        f"<{tag} {name}={value}>"
        for tag, name, value in attributes(text)
        if name in LOADS and OUTSIDE.match(value)
    ]


def test_stylesheets_use_logical_sides_only():
    found = over(stylesheets(), physical_sides)
    assert not found, "\n".join(found)


def test_pages_hold_no_script_or_style():
    found = over(templates(), inline_script_or_style)
    assert not found, "\n".join(found)


def test_nothing_is_fetched_from_elsewhere():
    findings = over(templates(), outside_in_template) + over(stylesheets(), outside_in_stylesheet)
    found = findings + over(scripts(), outside_in_script)
    assert not found, "\n".join(found)


def test_there_is_something_to_look_at():
    assert templates()
    assert stylesheets()


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-left: 1px }",
        "a{left:0}",
        "a { color: red; right : 0; }",
        "a { text-align:right }",
        "a { float: left; }",
        "a { border-top-left-radius: 2px }",
        "a { border-right-width: 2px }",
    ],
)
def test_a_physical_side_is_seen(css):
    assert len(physical_sides(css)) == 1


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-inline-start: 1px; inset-inline: 0; text-align: start }",
        "/* left: 0 */ .left { color: red }",
        "a { transform-origin: left; background-position: left }",
        ".to-left:hover { color: red }",
    ],
)
def test_logical_sides_pass(css):
    assert physical_sides(css) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>a{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<svg style="direction:rtl">',
        "<b hx-on:click='x()'>",
    ],
)
def test_inline_script_or_style_is_seen(html):
    assert len(inline_script_or_style(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/a.js" defer></script>',
        '<script type="application/json">{}</script>',
        '<svg style="direction:ltr">',
        "{# <script>x</script> #}",
        '<p class="style" data-only="1">',
    ],
)
def test_a_clean_page_passes(html):
    assert inline_script_or_style(html) == []


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://a.example/x.png">',
        "<a href='//a.example'>",
        '<form class="x"\n action="http://a.example">',
        '<div hx-get="https://a.example">',
    ],
)
def test_a_request_to_elsewhere_is_seen(html):
    assert len(outside_in_template(html)) == 1


def test_our_own_addresses_pass():
    html = '<a href="/x"><a href="{% url "a" %}"><svg xmlns="http://www.w3.org/2000/svg"><a href="tel:112">'
    assert outside_in_template(html) == []


def test_a_font_or_script_from_elsewhere_is_seen():
    assert outside_in_stylesheet("@import url(https://a.example/x.css);") == ["https://a.example/x.css"]
    assert outside_in_stylesheet("a { background: url('//a.example/x.png') }") == ["//a.example/x.png"]
    assert outside_in_stylesheet("a { background: url(../x.svg) }") == []
    assert outside_in_script('fetch("https://a.example/")') == ['"https://a.example/']
