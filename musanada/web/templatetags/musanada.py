"""``{% load musanada %}``: values, states, blocks, lists and forms as every page sets them."""

from django.template import Library

from musanada.web.templatetags.pieces import blocks, forms, lists, parts, values

register = Library()
for piece in (values, blocks, lists, parts, forms):
    register.filters.update(piece.register.filters)
    register.tags.update(piece.register.tags)
