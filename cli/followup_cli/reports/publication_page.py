"""What publishing a report means, shown before it is asked about."""

from datetime import date

from followup.messages import say
from followup.statistics.report import Report, figures_check
from followup_cli.reports.figures import figure_text
from followup_cli.terminal.days import full_day
from followup_cli.terminal.page import Page


def publication_consequences(report: Report) -> Page:
    """Which report goes out, its first figures and its check, and that it stays so for good."""
    page = Page().line(say("The report of {quarter} would go out.", quarter=report.quarter), "head")
    page.pair(say("As of"), full_day(date.fromisoformat(report.as_of)))
    page.pairs((head.title, f"{figure_text(head.value)} ({head.under})") for head in report.heads)
    page.pair(say("Check"), figures_check(report))
    page.text(say("It stays as it is. It cannot be taken back, and cannot be published again."), "watch")
    return page.text(say("What is written down later for this quarter is counted in the next report."))
