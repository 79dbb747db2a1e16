"""The annual report: its text in French and Arabic comes with the country; ``publish`` takes it through the house.

Whoever builds it does not approve it; two others do; it is frozen, signed and public. Kept out of ``load``: it computes
every figure of the year, which takes as long as the country itself.
"""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.errors import Refused
from musanada.publications.commands import approving
from musanada.publications.commands.publications import Order, build
from musanada.publications.commands.reports import ReportWords, create_report, save_text
from musanada.publications.models import Publication, Report

SLUG = "rapport-annuel"
YEAR = "2024"
HOUSE = "national"  # where the accounts of the publishing unit work
BUILDER = f"statistician.{HOUSE}"
APPROVERS = (f"mne-officer.{HOUSE}", f"programme-manager.{HOUSE}")


def texts() -> dict[str, str]:
    """The shipped text by language."""
    from musanada import publications

    folder = Path(publications.__file__).parent / "data" / "annual"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def write(units: dict[str, Unit], accounts: dict[str, User]) -> Report:
    """The report as its author left it."""
    author = accounts[BUILDER]
    words = ReportWords(
        slug=SLUG, title_fr="Rapport annuel", title_ar="التقرير السنوي", title_en="Annual report"
    )
    report = create_report(author, units["oim"], words=words)
    for language, body in texts().items():
        save_text(author, report, language=language, body=body, after=0)
    return report


def publish() -> Publication:
    """Built, checked, approved by two, frozen, published; left a draft where a check refuses it.

    Raises: Refused where it has been built before.
    """
    people = {user.username: user for user in User.objects.filter(username__in=(BUILDER, *APPROVERS))}
    report = Report.objects.get(slug=SLUG)
    if report.publications.exists():
        raise Refused(_("Le rapport de la démonstration a déjà été préparé : voyez ses publications."))
    one = build(people[BUILDER], report, order=Order(period=YEAR))
    if one.state != Publication.State.CHECKED:
        return one
    for name in APPROVERS:
        approving.approve(people[name], one)
        one.refresh_from_db()
    for step in (approving.freeze, approving.publish):
        step(people[APPROVERS[0]], one)
        one.refresh_from_db()
    return one
