"""What these tests say again and again."""

from typing import Any

from django.urls import reverse

from musanada.cases.tests.world import signed_in


def page(user: Any, name: str, *args: Any, **query: str) -> Any:
    return signed_in(user).get(reverse(name, args=args), query)


def post(user: Any, name: str, *args: Any, **data: Any) -> Any:
    return signed_in(user).post(reverse(name, args=args), data)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())
