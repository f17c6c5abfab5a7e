"""What was published before the classes that write it were changed still opens, and is written as it was.

The two files beside this one are a publication of the first version: of 150 invented graduates, the first quarter of
2026. They are never renewed; a report that went out years ago is read like that.
"""

import json
from pathlib import Path

from followup.case import codec
from followup.statistics.disclosure.release_state import ReleaseState
from followup.statistics.report import report_from_json, report_to_json

HERE = Path(__file__).parent
FIGURES = (HERE / "published-figures.json").read_text("utf-8")
KEPT = (HERE / "published-kept.json").read_text("utf-8")


def written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def holds(data: object, before: object) -> bool:
    """Whether plain data has all that older data has; keys may have come to it."""
    if isinstance(data, dict) and isinstance(before, dict):
        return all(key in data and holds(data[key], value) for key, value in before.items())
    if isinstance(data, list) and isinstance(before, list):
        return len(data) == len(before) and all(map(holds, data, before))
    return data == before


def test_a_report_that_went_out_is_read_with_every_figure_as_it_was():
    report = report_from_json(json.loads(FIGURES))

    assert holds(report_to_json(report), json.loads(FIGURES))
    assert not report.draft
    assert report.section("caseload").table("movement").cell("end", "people") == report.heads[0].value
    assert (report.quarter, report.published, report.complete) == ("2026Q1", "2026-06-30", True)


def test_what_was_kept_with_it_is_read_and_written_as_it_was():
    kept = codec.from_json(ReleaseState, json.loads(KEPT))

    assert written(codec.to_json(kept)) == KEPT
    assert len(kept.roll.inside) == kept.trend_points[-1].in_follow_up
    assert kept.roll.endings
    assert kept.evidence.told
    assert set(kept.caseload) == {"people_by_trade", "people_by_centre", "people_by_months"}
