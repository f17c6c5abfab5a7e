"""What a stored text may hold."""

from followup.case.facts import Assessed, Visited
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.home_words import AssessmentDecision, AssessmentKind
from followup.case.visit_words import ContactMethod


def test_the_line_ends_of_windows_are_line_ends_and_stored_as_such():
    assert Visited(ContactMethod.HOME_VISIT, note="One.\r\nTwo.\rThree.\n").note == "One.\nTwo.\nThree.\n"
    assert Assessed(AssessmentKind.FAMILY, AssessmentDecision.YES, "a\r\nb").reasons == "a\nb"


def test_a_note_in_a_file_from_windows_is_read_as_any_other():
    flag = {"kind": "debt", "severity": "watch", "note": "One.\r\nTwo."}

    enrolment, problems = enrolment_from_mapping({"return_date": "2026-01-31", "flags": [flag]})

    assert not problems
    assert enrolment
    assert enrolment.flags[0].note == "One.\nTwo."
