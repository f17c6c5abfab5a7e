"""Public holidays: shipped through the years that matter, marked where they are only estimates."""

import importlib.util
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from followup.errors import Invalid
from followup.schedule.public_holidays import PublicHolidays
from followup_data.shipped import public_holidays

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_holidays.py"
TABLE = public_holidays("KH") or {}
CAMBODIA = PublicHolidays.from_table(TABLE)


def the_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_holidays", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


needs_script = pytest.mark.skipif(not SCRIPT.exists(), reason="the script is not part of this copy")


@needs_script
def test_the_shipped_table_is_what_the_script_makes() -> None:
    if TABLE["made_with"] != f"holidays {version('holidays')}":
        pytest.skip("the table was made with another release of holidays: run scripts/make_holidays.py and compare")
    script = the_script()

    assert script.as_text(script.table()) == script.TABLE.read_text(encoding="utf-8")


@needs_script
def test_the_khmer_calendar_gives_the_feasts_that_were_decreed() -> None:
    script = the_script()

    for year in (2021, 2022, 2023, 2025, 2026):
        assert set(script.feasts(year)) <= CAMBODIA.dates(year)


def test_khmer_new_year_2026_is_free() -> None:
    assert {date(2026, 4, 14), date(2026, 4, 15), date(2026, 4, 16)} <= CAMBODIA.dates(2026)


def test_years_not_yet_decreed_are_marked_as_estimates() -> None:
    assert not CAMBODIA.estimated(2026)
    assert CAMBODIA.estimated(2027)
    assert CAMBODIA.estimated(2060)


def test_a_year_outside_the_table_and_another_country_come_from_the_library() -> None:
    assert date(2019, 1, 7) in CAMBODIA.dates(2019)
    assert date(2026, 7, 14) in PublicHolidays("FR", {}).dates(2026)


def test_a_list_of_the_office_is_exact_and_holds_nothing_else() -> None:
    own = PublicHolidays.only([date(2026, 4, 14)])

    assert own.dates(2026) == {date(2026, 4, 14)}
    assert own.dates(2027) == frozenset()
    assert not own.estimated(2030)


def test_a_country_without_a_calendar_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid):
        PublicHolidays("XX", {}).dates(2026)
    assert public_holidays("XX") is None
    assert public_holidays("../policies") is None


def test_the_daily_path_never_imports_the_holidays_library() -> None:
    program = (
        "import sys\n"
        f"sys.path[:0] = {[str(SCRIPT.parents[1] / part) for part in ('', 'data')]!r}\n"
        "from datetime import date\n"
        "from followup.schedule.policy import Policy\n"
        "from followup.schedule.public_holidays import PublicHolidays\n"
        "from followup.schedule.slots import ScheduleInputs, build_schedule\n"
        "from followup.schedule.workdays import OfficeDays, Workdays\n"
        "from followup_data.shipped import public_holidays\n"
        "workdays = Workdays(OfficeDays(public=PublicHolidays.from_table(public_holidays('KH'))))\n"
        "build_schedule(ScheduleInputs(date(2026, 1, 31), Policy.monthly(36)), workdays)\n"
        "assert 'holidays' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True)
