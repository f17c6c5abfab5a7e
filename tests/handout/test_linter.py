"""What no reader notices: each rule of the calendar profile fires on the breach it is for, and on nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.handout.surfaces import Handout, texts_in_file
from followup.handout.written_form import is_as_written
from tests.handout.calendars import KHMER_COVER, an_event, one_file, second_hand_out, thirty_six
from tests.handout.linter import lint, texts_in

GOOD = one_file([an_event(1), an_event(2)])


def changed(old: str, new: str) -> bytes:
    assert old.encode() in GOOD, "the test means to change what is there"
    return GOOD.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize("timed", [False, True])
def test_our_own_files_keep_every_rule(timed):
    data = one_file(thirty_six(timed=timed, summary=KHMER_COVER))

    assert lint(data) == ()
    assert is_as_written(data)


BREACHES = {
    "CR LF": GOOD.replace(b"\r\n", b"\n"),
    "Every line ends": GOOD.removesuffix(b"\r\n"),
    "longer than 75": changed("SUMMARY:Meeting", "SUMMARY:" + "x" * 70),
    "larger than": changed("SUMMARY:Meeting", "SUMMARY:" + "\r\n x" * 250_000),
    "cuts a character": GOOD.replace(b"SUMMARY:Meeting", b"SUMMARY:\xe1\r\n \x9e\x80", 1),
    "control character": changed("SUMMARY:Meeting", "SUMMARY:Mee\x07ting"),
    "says what these visits are": changed("SUMMARY:Meeting", "SUMMARY:Follow-\r\n up"),
    "do not match": changed("END:VALARM", "END:VEVENT"),
    "outside the profile: METHOD": changed("VERSION:2.0", "METHOD:PUBLISH\r\nVERSION:2.0"),
    "outside the profile: RRULE": changed("SEQUENCE:0", "SEQUENCE:0\r\nRRULE:FREQ=MONTHLY"),
    "outside the profile: UID": changed("ACTION:DISPLAY", "ACTION:DISPLAY\r\nUID:x"),
    "VEVENT lacks LAST-MODIFIED": changed("LAST-MODIFIED:20260302T093000Z\r\n", ""),
    "VALARM lacks TRIGGER": changed("TRIGGER:-PT15H\r\n", ""),
    "SUMMARY more than once": changed("SUMMARY:Meeting", "SUMMARY:Meeting\r\nSUMMARY:Meeting"),
    "SEQUENCE has a value": changed("SEQUENCE:0", "SEQUENCE:-1"),
    "CLASS has a value": changed("CLASS:PRIVATE", "CLASS:PUBLIC"),
    "PRODID has a value": changed("PRODID:-//Calendar//EN", "PRODID:-//Acme//EN"),
    "TRIGGER has a value": changed("TRIGGER:-PT15H", "TRIGGER:-P2D"),
    "DTSTAMP has a parameter": changed("DTSTAMP:", "DTSTAMP;TZID=Asia/Phnom_Penh:"),
    "comma in CATEGORIES": changed("SEQUENCE:0", "SEQUENCE:0\r\nCATEGORIES:a,b"),
    "neither a whole day nor in UTC": changed("DTSTART;VALUE=DATE:20260413", "DTSTART:20260413T090000"),
    "of different kinds": changed("DTSTART;VALUE=DATE:20260413", "DTSTART:20260413T090000Z"),
    "DTEND is not after": changed("DTEND;VALUE=DATE:20260414", "DTEND;VALUE=DATE:20260413"),
    "LAST-MODIFIED differ": changed("LAST-MODIFIED:20260302", "LAST-MODIFIED:20260303"),
    "transparent, and no other": changed("TRANSP:OPAQUE", "TRANSP:TRANSPARENT"),
    "cancelled entry has an alarm": changed(
        "STATUS:CONFIRMED\r\nTRANSP:OPAQUE", "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT"
    ),
    "more than one alarm": changed(
        "END:VALARM\r\n",
        "END:VALARM\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nDESCRIPTION:x\r\nEND:VALARM\r\n",
    ),
    "same UID": GOOD.replace(an_event(2).uid.encode(), an_event(1).uid.encode()),
    "order of their dates": changed("20260413", "20270413").replace(b"20260414", b"20270414"),
}


@pytest.mark.parametrize("rule", BREACHES)
def test_a_breach_is_named(rule):
    assert any(rule in problem for problem in lint(BREACHES[rule]))
    assert not is_as_written(BREACHES[rule])


def test_a_problem_repeats_nothing_that_stands_in_the_file():
    problems = lint(changed("SEQUENCE:0", "SEQUENCE:0\r\nX-VANNA;VANNA=1:Vanna"))

    assert problems
    assert "VANNA" not in " ".join(problems).upper()


@pytest.mark.parametrize("data", [b"", b"\r\n", b"BEGIN:VCALENDAR\r\n", GOOD + GOOD, b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"])
def test_what_is_not_one_calendar_is_refused(data):
    assert lint(data)
    assert not is_as_written(data)


FILES = [
    *(one_file(events) for events in (thirty_six()[:3], thirty_six(timed=True)[:3])),
    *(one_file(events) for events in (second_hand_out(thirty_six())[2:6], thirty_six(summary=KHMER_COVER)[:3])),
]
LINES = sorted({line for data in FILES for line in data.split(b"\r\n") if line} | {b"SEQUENCE:100000", b"DTEND:x"})


@st.composite
def spoiled_files(draw):
    """Our own files, a few lines of which were taken out, doubled, put elsewhere or written over."""
    lines = draw(st.sampled_from(FILES)).split(b"\r\n")[:-1]
    for _ in range(draw(st.integers(0, 3))):
        at, line = draw(st.integers(0, len(lines) - 1)), draw(st.sampled_from(LINES))
        lines[at : at + 1] = draw(st.sampled_from([[], [lines[at]] * 2, [line], [lines[at], line]]))
        lines = lines or [line]
    text = b"".join(line + b"\r\n" for line in lines)
    old, new = draw(st.tuples(st.sampled_from(b"0123469TZ"), st.sampled_from(b"0123456789Z")))
    return text.replace(bytes([old]), bytes([new]), draw(st.integers(0, 1)))


@given(spoiled_files())
def test_what_is_in_the_form_that_is_written_keeps_every_rule(data):
    assert not is_as_written(data) or lint(data) == ()


@given(spoiled_files())
def test_one_look_at_a_whole_file_sees_every_text_that_a_look_at_each_line_sees(data):
    if is_as_written(data):
        shown = {text.strip() for text in texts_in_file(Handout("calendar.ics", data))}
        assert shown >= {text.strip() for text in texts_in(data.decode())}
