"""The minutes on paper: PDF (PDF/UA-1) by the house's template."""

from musanada.kit.pdf import render
from musanada.regularisation.minutes.content import Minutes

TEMPLATE = "regularisation/typst/minutes.typ"


def pdf(content: Minutes) -> bytes:
    return render(TEMPLATE, content.data(), content.lang, dated=content.dated)
