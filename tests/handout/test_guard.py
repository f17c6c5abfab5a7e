"""Nothing leaves the laptop that shows who somebody is: not in a text, a file name or a fold, in no spelling."""

import json
import os
import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from followup.case.facts import Fact, Visited
from followup.case.fields import MARK
from followup.case.visit_words import ContactMethod
from followup.errors import DiskFailure, Invalid, Refused
from followup.handout.calendar import calendar_files
from followup.handout.contentlines import folded
from followup.handout.covers import revealed_matters
from followup.handout.guard import GUARDED, Exposed, Guard, Malformed, guarded_words, safe_filename
from followup.handout.names import ordinary
from followup.handout.surfaces import Handout
from followup.handout.written_form import MOST_OCTETS
from tests.builders import unnoted
from tests.handout.calendars import a_guard, an_event, an_identity, one_file, thirty_six

LATIN_NAMES = st.text(st.sampled_from("abcdefghijklmnoprstuvy"), min_size=2, max_size=10)
KHMER_SYLLABLES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from("កខគងចជញដតថទនបផពភមយរលវសហអ"),
        st.sampled_from(["", "្រ", "្ម", "្ល", "្រ្ត"]),
        st.sampled_from(["", "៉", "៊"]),
        st.sampled_from(["", "ា", "ិ", "ី", "ុ", "ូ", "េ", "ែ", "ោ", "ើ"]),
        st.sampled_from(["", "ំ", "ះ", "់", "័"]),
    ),
)
KHMER_NAMES = st.lists(KHMER_SYLLABLES, min_size=2, max_size=4).map("".join)
NAMES = LATIN_NAMES | KHMER_NAMES
UNSEEN = st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])


def a_calendar(summary: str = "Meeting", title: str = "Calendar") -> Handout:
    return Handout("visits.ics", one_file([an_event(summary=summary)], title))


def a_text(text: str, name: str = "list.csv") -> Handout:
    return Handout(name, text.encode())


def refused(guard: Guard, handout: Handout) -> str:
    with pytest.raises(Exposed) as caught:
        guard.check(handout)
    return f"{caught.value.what} {caught.value.hint}"


# --- what is guarded ------------------------------------------------------------------------------------------------


def test_every_identity_ever_written_is_guarded_superseded_ones_too():
    stamp = datetime(2026, 1, 5, tzinfo=UTC)
    other = Fact("f2", stamp, stamp.date(), "laptop", 2, "SR", Visited(ContactMethod.HOME_VISIT))
    facts = [an_identity(name="Chea Nita"), other, an_identity(name="Keo Nita", phone="012 345 678", village="")]

    assert guarded_words(facts) == (("name", "Chea Nita"), ("name", "Keo Nita"), ("phone", "012 345 678"))


def test_the_words_can_be_kept_as_json():
    words = guarded_words([an_identity(name="ចាន់ ធីតា", contact_phone="+855 12 345 678")])

    assert [tuple(word) for word in json.loads(json.dumps(words))] == list(words)


@pytest.mark.parametrize("what", GUARDED)
def test_every_kind_of_identity_is_found_and_named(what):
    text = "097 123 4567" if "phone" in what else "Rumdoul"

    assert a_guard(**{what: text}).find(f"See {text} today") == (what,)


# --- spellings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        "Sok Vannak", "SOK VANNAK", "sok  vannak", "sok_vannak", "Vannak", "Sok", "sok's shop", "MyVannaks",
        "Ｖａｎｎａｋ", "Vánnàk", "Van\u200bnak", "V\u00adannak", "Vannak\u0301", "𝐕𝐚𝐧𝐧𝐚𝐤", "SOKVANNAK",
        "Sok\nVannak", "(sok)", "ដSokក", "sok2",
    ],
)  # fmt: skip
def test_a_latin_name_is_found_however_it_is_written(shown):
    assert a_guard(name="Sok Vannak").find(f"a {shown} b") == ("name",)


@pytest.mark.parametrize("shown", ["socks", "Sokha", "besok", "van", "nak", "s o k"])
def test_a_short_latin_name_inside_another_word_is_another_word(shown):
    assert a_guard(name="Sok Vannak").find(shown) == ()


@pytest.mark.parametrize("name", ["Łucja", "Đào", "Søren", "Çağla", "İpek", "Straße"])
@pytest.mark.parametrize("spelling", ["NFC", "NFD"])
def test_a_name_with_diacritics_is_found_with_or_without_them(name, spelling):
    plain = {"Ł": "L", "Đ": "D", "ø": "o", "ß": "ss", "İ": "I"}
    bare = "".join(plain.get(char, unicodedata.normalize("NFD", char)[0]) for char in name)

    for written in (name, unicodedata.normalize(spelling, name), bare, name.upper()):
        assert a_guard(name=name).find(written) == ("name",)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ចាន់ ធីតា", "ជួបធីតានៅផ្សារ"),
        ("ចាន់ ធីតា", "ចាន់\u200bធីតា"),
        ("ចាន់\u200bធីតា", "ធីតា"),
        ("ភូមិ ថ្មី", "ភូមិថ្មី"),
        ("ភូមិថ្មី", "ភូមិ ថ្មី"),
        ("ស្រ៊ី", "ស៊្រី"),
        ("ស្ត្រី", "ស្រ្តី"),
        ("ស្ដី", "ស្តី"),
        ("កោះ", "កេាះ"),
        ("កើត", "កេីត"),
        ("ពុំា", "ពុាំ"),
        ("មុំ", "ស្រីមុំា"),
    ],
)
def test_a_khmer_name_is_found_inside_words_and_however_its_signs_were_typed(name, shown):
    assert a_guard(nickname=name).find(shown) == ("nickname",)


@pytest.mark.parametrize(
    "shown",
    [
        "012 345 678", "012345678", "012-34-56-78", "(012) 345.678", "+855 12 345 678", "+85512345678",
        "00855 12345678", "855(0)12 345 678", "12345678", "០១២ ៣៤៥ ៦៧៨",
        "+៨៥៥១២៣៤៥៦៧៨", "０１２３４５６７８", "tel012345678", "0 1 2 3 4 5 6 7 8",
        "2026012345678", "call 5 times 012 345 678", "7 012 345 678",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "kept", ["012 345 678", "+855 12 345 678", "012345678 (evenings)", "098 765 432 / 012 345 678"]
)
def test_a_phone_is_found_by_its_digits_in_any_grouping(kept, shown):
    assert a_guard(phone=kept).find(f"at {shown}!") == ("phone",)


@pytest.mark.parametrize("shown", ["012 345 679", "12 345", "12345678901", "1,012,345", "2026-11-21 09:00"])
def test_other_figures_are_no_phone(shown):
    assert a_guard(phone="012 345 678").find(shown) == ()


@pytest.mark.parametrize("fields", [{"nickname": "A"}, {"nickname": "ស"}, {"village": "2"}, {"business": "168"}])
def test_one_letter_or_one_number_says_nothing(fields):
    assert a_guard(**fields).find("A 2 168 ស 012 168 000") == ()


def test_a_village_is_found_whole_for_its_first_word_is_every_village_s():
    guard = a_guard(village="Phum Thmei")

    assert guard.find("phum thmei") == ("village",)
    assert guard.find("Phum Chas") == ()


# --- planted at random ----------------------------------------------------------------------------------------------


@given(NAMES, NAMES, st.sampled_from([str, str.upper, str.title]), st.data())
def test_a_planted_name_is_always_found(name, other, cased, data):
    at = data.draw(st.integers(1, len(name)))
    shown = cased(name[:at] + data.draw(UNSEEN) + name[at:])

    for text in (f"see {shown} soon", f"{shown}\n{other}", f"ជួប {shown} ថ្ងៃ"):
        assert a_guard(name=name).find(text) == ("name",)


@given(NAMES, NAMES, st.sampled_from([" ", "  ", "-", ", ", "\u00a0"]))
def test_a_part_of_a_planted_name_is_found_as_the_whole_is(first, last, between):
    assume(first not in ordinary("little"))
    guard = a_guard(name=first + between + last)

    for shown in (first, last, f"{last} {first}", first + last):
        assert guard.find(f"see {shown} soon") == ("name",)


@given(KHMER_NAMES, KHMER_NAMES, KHMER_NAMES)
def test_a_planted_khmer_name_is_found_between_other_khmer(before, name, after):
    assert a_guard(name=name).find(before + name + after) == ("name",)


@given(NAMES, st.integers(0, 55), st.sampled_from(["SUMMARY", "DESCRIPTION", "X-WR-CALNAME"]))
def test_a_planted_name_is_found_in_any_text_of_a_calendar_wherever_it_is_folded(name, padding, prop):
    assume(not revealed_matters(name))  # such a calendar is refused for its words before anybody looks for names
    content = f"{prop}:{'x' * padding} {name}"
    for fold_at in range(1, len(content)):
        folded = content[:fold_at] + "\r\n " + content[fold_at:]
        data = re.sub(f"{prop}:[^\r\n]*".encode(), folded.encode(), a_calendar().data)
        assume(max(map(len, data.split(b"\r\n"))) <= MOST_OCTETS)

        assert "name" in refused(a_guard(name=name), Handout("visits.ics", data))


@given(NAMES, st.sampled_from([",", ";", "\\n", "\\N"]))
def test_a_planted_name_is_found_in_escaped_text(name, mark):
    escaped = mark if mark.startswith("\\") else f"\\{mark}"
    assume(not revealed_matters(name))
    line = folded(f"SUMMARY:Go{escaped}{name}{escaped}x")
    data = a_calendar().data.replace(b"SUMMARY:Meeting", line.encode())

    refused(a_guard(name=name), Handout("visits.ics", data))


@given(NAMES, st.sampled_from([".ics", ".csv", ".zip"]))
def test_a_planted_name_is_found_in_a_file_name_and_not_repeated(name, suffix):
    assume(len(name) > 4)
    handout = Handout(f"{name}-2026{suffix}", b"")

    assert name not in refused(a_guard(name=name), handout)


@given(NAMES)
def test_a_planted_name_is_found_in_a_table(name):
    assume(name not in ordinary("roles"))  # a contact called "no" or "aunt" names nobody
    guard = a_guard(contact_name=name)

    refused(guard, a_text(f'code,note\r\nA1,"x, {name}"\r\n', "list.csv"))


# --- calendars ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nickname", ["Private", "Event", "Class", "Summary", "Display", "Begin", "Status", "Cal"])
def test_the_words_every_calendar_is_made_of_stop_no_calendar(nickname):
    a_guard(nickname=nickname).check(a_calendar(title="Visits"))


@pytest.mark.parametrize("nickname", ["Private", "Event", "Summary"])
def test_the_same_words_are_refused_as_cover_text_or_title(nickname):
    refused(a_guard(nickname=nickname), a_calendar(summary=nickname))
    refused(a_guard(nickname=nickname), a_calendar(title=nickname.lower()))


def test_a_short_name_inside_the_programs_own_cover_text_stops_no_calendar():
    guard = a_guard(nickname="Ting")
    fixed = frozenset({"Meeting"})

    (ours,) = calendar_files("visits", "Visits", [an_event()], fixed=fixed)
    (hers,) = calendar_files("visits", "Visits", [an_event(summary="Meeting Ting")], fixed=fixed)

    guard.check(ours)
    refused(guard, hers)


def test_dates_and_random_identifiers_spell_nothing():
    event = an_event(uid="12345678-dede-4ada-8bea-0123456789ab")
    guard = Guard([("name", "Dede Bea Ada"), ("phone", "12345678"), ("phone", "20260413")])

    guard.check(Handout("visits.ics", one_file([event])))


def test_a_calendar_out_of_its_profile_does_not_go_out():
    for wrong in (
        a_calendar().data.replace(b"\r\n", b"\n"),
        a_calendar().data.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nX-RUMDOUL:1"),
    ):
        with pytest.raises(Malformed, match="not in the form"):
            a_guard(name="Rumdoul").check(Handout("visits.ics", wrong))


# --- tables ---------------------------------------------------------------------------------------------------------


def test_the_programs_own_headings_stop_no_table():
    guard = a_guard(nickname="Total", village="Kandal")
    fixed = frozenset({"Total", "Kandal"})

    guard.check(Handout("figures.csv", b"Kandal,Total\r\nA1,3\r\n", fixed))
    refused(guard, Handout("figures.csv", b"Kandal,Total\r\nA1,met total\r\n", fixed))
    refused(guard, Handout("figures.csv", b"Kandal,Total\r\nA1,3\r\n"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.pdf", b"%PDF"),
        ("list", b"x"),
        ("list.csv", b"\xff\xfe"),
        ("list.csv", "Rumdoul".encode("utf-16-le")),
        ("list.csv", b'"a"b'),
    ],
)
def test_what_cannot_be_looked_into_does_not_go_out(name, data):
    with pytest.raises(Refused, match="not written"):
        Guard([]).check(Handout(name, data))


# --- the sentence ---------------------------------------------------------------------------------------------------


def test_a_refusal_says_which_file_and_what_kind_of_thing_but_never_the_thing():
    sentence = refused(a_guard(village="Rumdoul", phone="012345678"), a_text("Rumdoul 012-345-678"))

    assert "list.csv" in sentence
    assert "village, phone" in sentence
    assert "rumdoul" not in sentence.lower()
    assert "012" not in sentence


def test_neither_a_handout_nor_a_guard_shows_its_contents_in_a_traceback():
    assert "Rumdoul" not in repr(a_text("Rumdoul")) + repr(a_guard(name="Rumdoul"))


# --- masking --------------------------------------------------------------------------------------------------------


def test_a_note_is_shown_with_its_names_masked():
    guard = a_guard(name="Sok Vannak", phone="012 345 678", village="ភូមិថ្មី")

    masked = guard.mask("Vannak's mother (Sok) asked: +855 12-345-678. នៅភូមិ ថ្មីទៀត")

    assert masked == f"{MARK}'s mother ({MARK}) asked: +{MARK}. នៅ{MARK}ទៀត"


def test_a_word_that_only_holds_a_name_is_masked_whole():
    assert a_guard(nickname="Mealea").mask("Call Mealeas today") == f"Call {MARK} today"


def test_a_note_without_names_stays_as_it_is():
    note = "Two customers a day;\n  prices 2,000 riel — ល្អ​ណាស់ 🙂"

    assert a_guard(name="Rumdoul").mask(note) == note


@settings(max_examples=50)
@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["", " ", "-"]), st.text(max_size=20))
@example(["long", "longsok"], "", "Longsok went, 012 345 678")
def test_a_guard_that_knows_what_another_one_kept_masks_the_same(names, between, beside):
    guard = Guard((*(("name", name) for name in names), ("village", between.join(names)), ("phone", "012 345 678")))
    kept = Guard.of_kept(json.loads(json.dumps(guard.kept())))

    for text in (*names, between.join(names), beside + names[0], f"{names[-1]} 12345678", beside):
        assert kept.mask(text) == guard.mask(text)
        assert kept.find(text) == guard.find(text)
    assert Guard.of_kept(guard.kept()).as_hashes("key") == guard.as_hashes("key"), "all is known, asked for or not"


@given(NAMES, st.text(max_size=30), st.text(max_size=30))
@example("ab", "a", "")
@example("ស្រ៊ី", "ស៊្រ", "៊ី")
def test_a_masked_text_shows_nothing_guarded_whatever_stands_around(name, before, after):
    guard = a_guard(name=name, phone="012345678")

    assert guard.find(guard.mask(f"{before} {name} {after} 012 345 678")) == ()
    assert guard.find(guard.mask(before + name + after)) == ()


# --- releasing ------------------------------------------------------------------------------------------------------


def test_a_release_writes_nothing_at_all_when_one_file_is_refused(tmp_path):
    with pytest.raises(Exposed):
        a_guard(name="Rumdoul").release(
            [a_text("fine", "a.csv"), a_text("Rumdoul", "b.csv")], tmp_path / "out", unnoted
        )

    assert list(tmp_path.iterdir()) == []


def test_a_release_makes_the_folder_and_writes_for_the_owner_only(tmp_path):
    folder = tmp_path / "out" / "phone"

    (path,) = Guard([]).release([a_calendar()], folder, unnoted)

    assert path.read_bytes() == a_calendar().data
    assert [each.name for each in folder.iterdir()] == ["visits.ics"]
    if os.name == "posix":
        assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_release_rewrites_only_what_changed(tmp_path):
    guard = Guard([])
    guard.release([a_text("row\none", "a.csv"), a_text("row\ntwo", "b.csv")], tmp_path, unnoted)
    before = (tmp_path / "a.csv").stat().st_mtime_ns

    changed = guard.release([a_text("row\none", "a.csv"), a_text("row\n2", "b.csv")], tmp_path, unnoted)

    assert changed == (tmp_path / "b.csv",)
    assert (tmp_path / "a.csv").stat().st_mtime_ns == before
    assert (tmp_path / "b.csv").read_text() == "row\n2"


def test_a_folder_named_after_somebody_is_not_made(tmp_path):
    with pytest.raises(Exposed):
        a_guard(name="Rumdoul").release([a_text("fine")], tmp_path / "for rumdoul", unnoted)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../list.csv", "a/list.csv", "a\\list.csv", "", "a:b.csv", "a\n.csv"])
def test_a_file_goes_nowhere_but_into_its_folder(name, tmp_path):
    with pytest.raises(Invalid):
        Guard([]).release([a_text("fine", name)], tmp_path, unnoted)


def test_two_files_of_one_name_are_refused_whatever_their_letter_case(tmp_path):
    with pytest.raises(Invalid):
        Guard([]).release([a_text("1", "a.csv"), a_text("2", "A.CSV")], tmp_path, unnoted)


def test_a_failing_disk_leaves_the_old_file_and_no_half_of_the_new(tmp_path, monkeypatch):
    guard = Guard([])
    guard.release([a_text("row\nold")], tmp_path, unnoted)
    monkeypatch.setattr(os, "fsync", _full_disk)

    with pytest.raises(DiskFailure):
        guard.release([a_text("row\nnew")], tmp_path, unnoted)

    assert [path.read_text() for path in tmp_path.iterdir()] == ["row\nold"]


def _full_disk(handle: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Visits 2026/27", "visits-2026-27"),
        ("../../etc", "etc"),
        ("CON", "calendar"),
        ("  ", "calendar"),
        ("ប្រតិទិន ថ្មី", "ប្រតិទិន-ថ្មី"),
        ("x" * 99, "x" * 60),
        ("a_b.ics", "a-b-ics"),
    ],
)
def test_a_safe_file_name_works_on_every_system(text, stem):
    assert safe_filename(text) == stem


# --- size -----------------------------------------------------------------------------------------------------------


def test_the_words_of_a_whole_office_are_looked_for_in_its_calendars():
    names = [("name", f"Xq{n:04} Zv{n:04}") for n in range(5_000)]
    guard = Guard(names + [("phone", f"01{n:07}") for n in range(5_000)])

    guard.check(Handout("visits.ics", one_file(thirty_six())))
    refused(guard, Handout("visits.ics", one_file(thirty_six(summary="Ask zv4999"))))
