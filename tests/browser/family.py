"""One family as the offices meet it: who they are, what their papers open, and the clicks every page has in common."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
PRIMARY = "main form button[type=submit].button:not(.button-quiet):not(.button-secondary)"


@dataclass
class Member:
    """``person`` and ``file`` are addresses of pages; ``secret`` is what the receipt says once."""

    name: str
    sex: str
    age: str
    person: str = ""
    reference: str = ""
    file: str = ""
    number: str = ""
    secret: str = ""
    card: str = ""

    @property
    def key(self) -> str:
        """The file's number as forms carry it."""
        return self.number.replace("-", "")


@dataclass
class Walk:
    """Who is signed in, each in a window of their own, and the family they all meet."""

    site: Any
    sign_in: Callable[..., Page]
    mother: Member = field(default_factory=lambda: Member("Mawulolo Kpodzo", "F", "34"))
    daughter: Member = field(default_factory=lambda: Member("Yayra Dzakuma", "F", "9"))
    son: Member = field(default_factory=lambda: Member("Selorm Ahiable", "M", "6"))
    today: date = date.min
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def children(self) -> list[Member]:
        return [self.daughter, self.son]

    @property
    def family(self) -> list[Member]:
        return [self.mother, *self.children]

    def at(self, user: str, address: str = "") -> Page:
        """The window of ``user``, opened at ``address``."""
        if user not in self.pages:
            self.pages[user] = self.sign_in(user)
        page = self.pages[user]
        if address:
            answer = page.goto(f"{self.site.address}{address}")
            assert answer is not None and answer.status == 200, f"{address}: {answer and answer.status}"
        return page


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def parent(path: str) -> str:
    """``/regularisation/files/…/pieces/`` → ``/regularisation/files/…/``."""
    return f"{PurePosixPath(path).parent}/"


def press(page: Page, name: str) -> None:
    """The button or the link that says so; what it answers is waited for by what the caller expects."""
    button = page.locator("main").get_by_role("button", name=name, exact=True)
    (
        button if button.count() else page.locator("main").get_by_role("link", name=name, exact=True)
    ).first.click()


def shows(page: Page, *texts: str | re.Pattern[str]) -> None:
    for text in texts:
        expect(page.locator("main")).to_contain_text(text)


def row(page: Page, text: str) -> Locator:
    """The line of a table that holds ``text``."""
    return page.locator("main tbody tr").filter(has_text=text)


def number_of(page: Page, selector: str = ".subtitle") -> str:
    found = NUMBER.search(page.locator(selector).first.inner_text())
    assert found, f"no number on {page.url}"
    return found.group()


def give(page: Page, codes: Iterable[str], **periods: tuple[date, date]) -> None:
    """Tick pieces; a period for those that have one (``residence_certificate=(from, to)``)."""
    for code in codes:
        page.check(f"[name={code}-given]", force=True)
    for name, (first, last) in periods.items():
        code = name.replace("_", "-")
        page.check(f"[name={code}-given]", force=True)
        page.fill(f"[name={code}-from]", first.isoformat())
        page.fill(f"[name={code}-to]", last.isoformat())


def paper(page: Page, address: str, kind: str, **form: str) -> bytes:
    """A printed sheet: it answers, as the kind asked for. ``form``: sent as the page's own form would."""
    if form:
        token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        answer = page.request.post(
            address, form={"csrfmiddlewaretoken": token, **form}, headers={"Referer": page.url}
        )
    else:
        answer = page.request.get(address)
    assert answer.status == 200, f"{address}: {answer.status}"
    assert kind in answer.headers["content-type"]
    return answer.body()


def keep_only(page: Page, name: str, values: Iterable[str]) -> None:
    """Of the boxes ``name``, those whose label is one of ``values`` are ticked, the others not."""
    wanted = set(values)
    boxes = page.locator(f"main input[type=checkbox][name={name}]")
    found = set()
    for number in range(boxes.count()):
        box = boxes.nth(number)
        label = box.get_attribute("aria-label") or ""
        box.set_checked(label in wanted, force=True)
        found.add(label)
    assert wanted <= found, f"not offered on {page.url}: {wanted - found}"
