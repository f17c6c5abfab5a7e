"""What publishing a report means, shown before it is asked about."""

from datetime import date

from followup.messages import say
from followup.statistics.report import Headline, NotTold, Report, figures_check
from followup_cli.reports.figures import figure_text
from followup_cli.terminal.days import full_day
from followup_cli.terminal.layout import width_of
from followup_cli.terminal.page import Page


def publication_consequences(report: Report) -> Page:
    """Which report goes out, its first figures and its check, and that it stays so for good."""
    page = Page().line(say("The report of {quarter} would go out.", quarter=report.quarter), "head")
    figures = [(head.title, _figure_words(head)) for head in report.heads]
    first, last = (say("As of"), full_day(date.fromisoformat(report.as_of))), (say("Check"), figures_check(report))
    wide = max(width_of(title) for title, _ in figures) + 2 if figures else 12
    for title, text in (first, *figures, last):
        page.pair(title, text, indent=wide)
    page.text(say("It stays as it is. It cannot be taken back, and cannot be published again."), "watch")
    return page.text(say("What is written down later for this quarter is counted in the next report."))


def _figure_words(head: Headline) -> str:
    figure = say("not told yet") if isinstance(head.value, NotTold) else figure_text(head.value)
    return say("{figure}, {under}", figure=figure, under=head.under)
