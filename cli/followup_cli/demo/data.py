"""The comparison of follow-up policies for programs."""

from fractions import Fraction

from followup.demo.study.policy_comparison import PolicyComparison, PolicyResult
from followup.statistics.report import Proportion
from followup_cli.demo.comparison_page import conclusions, reverse_conclusions, rounded
from followup_cli.terminal.json import JsonValue


def comparison_data(comparison: PolicyComparison) -> dict[str, JsonValue]:
    """The same for programs. Shares are null where there was nobody to count among."""
    first = comparison.seen[0]
    return {
        "today": comparison.today,
        "seed": comparison.seed,
        "graduates": comparison.number,
        "policies": [_seen_data(one, first) for one in comparison.seen],
        "conclusions": [*conclusions(comparison), *reverse_conclusions(comparison)] if comparison.number else [],
    }


def _seen_data(seen: PolicyResult, first: PolicyResult) -> dict[str, JsonValue]:
    more = first.extra_detections_over(seen)
    return {
        "policy": seen.policy.name,
        "rhythm": seen.rhythm.label,
        "practice": seen.policy.practice,
        "visits": seen.visits,
        "visits_a_graduate": _figure_data(seen.visits_per_graduate),
        "signs": _share_data(seen.signs),
        "signs_in_time": _share_data(seen.in_time),
        "signs_elsewhere": _share_data(seen.elsewhere),
        "months_before_end": _figure_data(seen.median_lead_time),
        "months_of_warning": _figure_data(seen.median_warning_time),
        "disappeared": _share_data(seen.missed),
        "days_after": _figure_data(seen.median_days_to_notice),
        "dangers": _share_data(seen.dangers),
        "not_seen": {"signs": more.signs, "disappeared": more.missed, "dangers": more.dangers},
    }


def _share_data(share: Proportion) -> dict[str, JsonValue]:
    ends = {"share": share.value, "low": share.low, "high": share.high}
    return {
        "count": share.count,
        "of": share.of,
        **{name: None if value is None else round(value, 4) for name, value in ends.items()},
    }


def _figure_data(number: Fraction | None) -> float | None:
    return None if number is None else float(rounded(number))
