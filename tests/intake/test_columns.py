"""What columns hold is proposed from their headings and cells; a wrong proposal is worse than none."""

from pathlib import Path

import pytest

from followup.case.forms.headings import GRADUATE_HEADINGS, PLAN_HEADINGS, VISIT_HEADINGS
from followup.case.import_words import DayOrder, ImportTarget
from followup.intake.columns import fit_mapping, lacking, proposals, propose
from followup.intake.fields import ValueKind, import_fields, kind_of
from followup.intake.headings import Certainty, match_heading
from followup.intake.mapping import MappedColumn, SheetMapping, mapping_from_json, mapping_to_json
from followup.intake.rows import form_problems
from followup.intake.table import find_table
from followup.intake.workbook import Sheet, Workbook
from followup_data import shipped
from tests.intake.office_sheet import office_sheet

FIELDS = {one: import_fields(one, shipped.import_names(), shipped.place_spellings()) for one in ImportTarget}
GRADUATES, VISITS, PLANS = FIELDS.values()
EXPORTED = {
    ImportTarget.GRADUATES: GRADUATE_HEADINGS,
    ImportTarget.VISITS: VISIT_HEADINGS,
    ImportTarget.PLANS: PLAN_HEADINGS,
}


def table(*rows, fields=GRADUATES):
    return find_table(Workbook("csv", (Sheet("1", rows),)), fields, header_row=1)


def proposed(*rows, fields=GRADUATES):
    return {one.heading: one.key for one in proposals(table(*rows, fields=fields), fields)}


class TestHeadings:
    @pytest.mark.parametrize("target", ImportTarget)
    def test_those_of_an_export_are_known_with_certainty(self, target):
        for key, heading in EXPORTED[target].items():
            assert match_heading(heading, FIELDS[target]) == (key, Certainty.SURE)
            assert match_heading(heading.upper(), FIELDS[target]) == (key, Certainty.SURE)

    @pytest.mark.parametrize("target", ImportTarget)
    def test_no_name_stands_for_two_fields(self, target):
        names = [name for field in FIELDS[target].fields for name in field.names]

        assert sorted(names) == sorted(set(names))

    @pytest.mark.parametrize(
        ("heading", "key"),
        [
            ("Contact / Phone", "contact.phone"),
            ("Phone (contact)", "contact.phone"),
            ("Personal data / Phone", "phone"),
            ("Name (ឈ្មោះ)", "name"),
            ("DATE OF RETURN:", "return_date"),
            ("Return date (dd/mm/yyyy)", "return_date"),
            ("លេខទូរស័ព្ទ", "phone"),
            ("ខេត្ត/ក្រុង", "province"),
            ("ថ្ងៃ ខែ ឆ្នាំ កំណើត", "birth_year"),
            ("ឈ្មោះ / Name / ខ្មែរ", "name"),
            ("Name / English", "name"),
            ("problem", "problem"),
            ("Imported", "imported"),
        ],
    )
    def test_they_are_known_in_both_languages_and_with_what_stands_beside_them(self, heading, key):
        assert match_heading(heading, GRADUATES) == (key, Certainty.SURE)

    @pytest.mark.parametrize(
        "heading",
        [
            *(
                "Mother / Phone",
                "Phone (mother)",
                "Contact / Name / English",
                "Trade / English",
                "English",
                "Name / Code",
                "Employer's name",
                "Date",
                "Remarks",
                "",
            ),
            *("Registration date", "Date of exit", "Name of school", "Business", "Contact date", "Returned"),
            *("Emergency contact / Phone", "លេខទូរស័ព្ទម្តាយ", "Place of birth / Village", "Permanent address / Village"),
            *(
                "Guardian",
                "Guardian / Phone",
                "Date of arrival at the centre",
                "Husband",
                "Phone of teacher",
                "Village chief",
                "ឈ្មោះម្តាយ",
            ),
        ],
    )
    def test_what_may_be_somebody_elses_or_another_day_is_never_proposed(self, heading):
        assert match_heading(heading, GRADUATES).key == ""

    def test_a_slip_of_the_pen_is_likely_and_not_sure(self):
        assert match_heading("Provnce", GRADUATES) == ("province", Certainty.LIKELY)
        assert match_heading("Retrun date", GRADUATES) == ("return_date", Certainty.LIKELY)
        assert match_heading("Date of next visit", VISITS).key == match_heading("Family income", VISITS).key == ""


class TestProposals:
    def test_a_heading_whose_cells_are_something_else_is_not_believed(self):
        rows = (("Name", "Phone"), ("012 345 678", "Zmok"), ("097 345 678", "Qorel"))

        assert proposed(*rows) == {"Name": "", "Phone": ""}

    def test_each_field_is_proposed_for_one_column(self):
        rows = (("Name", "ឈ្មោះ", "Provnce", "Province"), ("Zmok", "ហ្សម", "x", "Kandal"))

        assert proposed(*rows) == {"Name": "name", "ឈ្មោះ": "", "Provnce": "", "Province": "province"}

    def test_codes_and_provinces_are_known_by_themselves(self):
        codes = [generated("K7M2P"), generated("2222A"), generated("9XZ3Q")]
        rows = (("A", "B"), *zip(codes, ("Kandal", "កំពត", "Siemreap"), strict=True))

        assert proposed(*rows) == {"A": "code", "B": "province"}

    def test_the_only_days_of_a_table_of_visits_are_those_of_the_visits_and_of_two_columns_neither(self):
        one = (("Code", "When"), ("K7", "2026-05-15"), ("K8", "2026-05-16"), ("K9", "2026-05-17"))
        two = tuple((*row, row[1]) for row in one[1:])

        assert proposed(*one, fields=VISITS) == {"Code": "code", "When": "date"}
        assert proposed(("Code", "When", "Entered"), *two, fields=VISITS)["When"] == ""

    def test_a_phone_of_an_unknown_heading_is_nobodys(self):
        assert proposed(("Name", "Tel 2"), ("Zmok", "012345678"), ("Qorel", "097345678"))["Tel 2"] == ""

    def test_a_column_problem_of_their_own_is_not_that_of_a_copy(self):
        assert proposed(("Code", "Date", "Problem"), ("K7", "2026-05-15", "debt"), fields=VISITS)["Problem"] == ""
        copy = (("Code", "Date", "problem", "imported"), ("K7", "2026-05-15", "", "yes"))
        assert proposed(*copy, fields=VISITS)["problem"] == "problem"

    def test_an_age_is_passed_over_and_it_is_said_why(self):
        (one,) = (one for one in proposals(find_table(office_sheet(), GRADUATES), GRADUATES) if one.heading == "Age")

        assert (one.key, one.because.partition(".")[0]) == ("-age", "An age changes every year")


def generated(stem):
    from followup.case.pseudonym import check_character

    return stem + check_character(stem)


class TestTheMapping:
    def test_it_is_kept_as_json_and_comes_back_the_same(self):
        mapping = SheetMapping(
            ImportTarget.VISITS,
            (
                MappedColumn("Day", "date", DayOrder.DAY_FIRST, 20, turned=False),
                MappedColumn("ទូរស័ព្ទ", "phone", zero=True),
            ),
            {"contact": "home visit"},
        )

        assert mapping_from_json(mapping_to_json(mapping)) == mapping

    def test_it_holds_no_value_of_the_table(self):
        found = str(mapping_to_json(propose(find_table(office_sheet(), GRADUATES), GRADUATES)))

        assert not any(value in found for value in ("Zmok", "Kandal", "Thnal", "012 1"))

    def test_the_second_table_with_the_same_headings_asks_nothing_and_a_new_column_is_passed_over(self):
        first = table(("Name", "Return date"), ("Zmok", "15/4/2026"))
        second = table(("NAME", "Hobby", "return date:"), ("Qorel", "chess", "3/4/2026"))

        fitted = fit_mapping(propose(first, GRADUATES), second, GRADUATES)

        assert [(one.key, one.order) for one in fitted.columns] == [
            ("name", None),
            ("", None),
            ("return_date", DayOrder.DAY_FIRST),
        ]
        assert not fitted.knows(("Name", "Age"))
        assert fitted.knows(second.header)

    def test_a_column_is_put_right_by_its_heading_and_no_other_keeps_the_key(self):
        mapping = SheetMapping(ImportTarget.GRADUATES, (MappedColumn("A", "name"), MappedColumn("B", "phone")))

        assert [one.key for one in mapping.with_key("B", "name").columns] == ["", "name"]
        assert [one.key for one in mapping.with_key("A", "").columns] == ["", "phone"]

    def test_what_every_row_needs_and_no_column_stands_for_is_known(self):
        mapping = SheetMapping(ImportTarget.GRADUATES, (MappedColumn("A", "name"),))

        assert [field.key for field in lacking(mapping, GRADUATES)] == ["return_date"]
        assert lacking(mapping.with_key("A", "code"), GRADUATES) == ()


class TestTheFields:
    @pytest.mark.parametrize("target", ImportTarget)
    def test_every_key_is_one_that_its_form_file_knows(self, target):
        for key in FIELDS[target].keys:
            problems = form_problems(target, {key: _some(kind_of(key))})

            assert not [one for one in problems if "key" in one.what], key


def _some(kind):
    return {
        ValueKind.DAY: "2026-05-15",
        ValueKind.MONTH: "2026-05",
        ValueKind.YES_NO: "true",
        ValueKind.WEEKDAYS: "mon",
        ValueKind.DAY_RANGES: "2026-05-15",
        ValueKind.PRICES: "haircut = 2,000",
    }.get(kind, "3")


@pytest.mark.parametrize("target", ImportTarget)
def test_the_reference_has_every_column_with_its_key(target):
    reference = (Path(__file__).parents[2] / "docs" / "reference.md").read_text("utf-8")

    for field in (FIELDS[target][key] for key in FIELDS[target].keys):
        assert f"| {field.title} | `{field.key}` | {field.kind.value} |" in reference
