"""Reports for programs."""

from followup.statistics.report import Report, figures_check, report_to_json
from followup_cli.terminal.json import JsonValue


def report_data(report: Report, goal: int = 0) -> dict[str, JsonValue]:
    """The report for programs, with the goal of the office for visits in percent; null where there is none."""
    return {**report_to_json(report), "visit_goal": goal or None, "figures_check": figures_check(report)}
