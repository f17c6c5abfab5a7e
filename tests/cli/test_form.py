"""A form loses nothing that was typed, asks nothing twice, and leads back to any answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_cli.terminal import asking, person
from followup_cli.terminal.asking import Question
from followup_cli.terminal.dotted_keys import dotted, nested
from followup_cli.terminal.form import Form
from tests.builders import a_casebook

PLAN = {"trade": "sewing", "prices.0.service": "Hem", "prices.0.price": "2,000"}


def ask_plan(form):
    """A small form of every kind of question."""
    form.tell("What she does.")
    answers = {"trade": form.ask("trade", Question("", "Trade", needed=True))}
    form.tell("What she sells.")
    one_more = Question("", "One more", label="")
    for row, service in form.rows("prices", "service", Question("", "Service", label=""), one_more):
        answers[f"{row}.service"] = service
        answers[f"{row}.price"] = form.ask(f"{row}.price", Question("", "Price", needed=True, label=""))
    if form.ask_yes_no("loan.any", "A loan?"):
        answers["loan.amount"] = form.ask("loan.amount", Question("", "How much"))
    return nested(answers)


@pytest.fixture
def book():
    return a_casebook()


class Person:
    """Whoever answers: the lines they type, what they are asked, and what they are shown."""

    def __init__(self, monkeypatch):
        self.asked, self.offered, self.shown = [], [], []
        self._lines = iter(())
        monkeypatch.setattr(asking, "read_line", self._read)
        monkeypatch.setattr(asking, "_begun_with", lambda _question: False)
        monkeypatch.setattr(person, "on_terminal", lambda: True)
        beside = "followup_cli.terminal.form_summary.print_beside"
        monkeypatch.setattr(beside, lambda head, text: self.shown.append(head + text))
        for module in ("asking", "form", "form_summary"):
            monkeypatch.setattr(
                f"followup_cli.terminal.{module}.print_note", lambda text="", **_shape: self.shown.append(text)
            )

    def types(self, *lines):
        self._lines = iter(lines)
        self.asked, self.offered, self.shown = [], [], []
        return self

    def _read(self, prompt, **_shape):
        self.offered.append(prompt)
        self.asked.append(prompt.partition(" (")[0].partition(" [")[0].removesuffix(": "))
        try:
            line = next(self._lines)
        except StopIteration:
            raise KeyboardInterrupt from None
        return line


@pytest.fixture
def desk(monkeypatch):
    return Person(monkeypatch)


def a_form(book, **shape):
    return Form(book, "plan-1", title="A plan", command="followup plan set KML-1", **shape)


WHOLE = ("sewing", "Hem", "2,000", "", "no")


def test_what_is_answered_is_written_down_once_the_summary_is_agreed_to(book, desk):
    desk.types(*WHOLE, "yes")

    assert a_form(book, about="KML-1: month 9.").fill(ask_plan) == nested(PLAN)
    assert desk.asked == ["Trade", "Service", "Price", "One more", "A loan?", "Write this down?"]
    assert "KML-1: month 9." in desk.shown
    assert "  2 Prices  Hem, 2,000" in desk.shown


@pytest.mark.parametrize("stopped_after", range(1, 6))
def test_whoever_stops_goes_on_where_it_stopped_and_is_asked_nothing_twice(book, desk, stopped_after):
    desk.types(*WHOLE[:stopped_after])
    with pytest.raises(KeyboardInterrupt):
        a_form(book).fill(ask_plan)
    assert desk.shown[-1] == f"Answers kept: {stopped_after}. Go on with: followup plan set KML-1"

    desk.types("yes", *WHOLE[stopped_after:], "yes")
    form = a_form(book)
    form.take_up()

    assert form.fill(ask_plan) == nested(PLAN)
    assert len(desk.asked) == 1 + len(WHOLE) - stopped_after + 1
    form.drop()
    assert book.store.draft("plan-1") is None


def test_back_asks_the_question_before_again_and_enter_keeps_what_was_answered(book, desk):
    desk.types("sewing", "Hem", "2,000", "back", "back", "Seam", "", "", "no", "yes")

    assert a_form(book).fill(ask_plan) == nested(PLAN | {"prices.0.service": "Seam"})
    assert desk.asked[3:6] == ["One more", "Price", "Service"]


def test_back_at_the_first_question_and_at_the_summary(book, desk):
    desk.types("back", *WHOLE, "back", "yes", "500", "yes")

    assert a_form(book).fill(ask_plan) == nested(PLAN | {"loan.amount": "500"})
    assert "This is the first question." in desk.shown


@pytest.mark.parametrize("part", ["2", "prices", "pri"])
def test_one_answer_is_put_right_by_the_number_or_name_of_its_part(book, desk, part):
    desk.types(*WHOLE, part, "2", "3,000", "yes")

    assert a_form(book).fill(ask_plan) == nested(PLAN | {"prices.0.price": "3,000"})


def test_no_at_the_summary_leads_to_the_part_that_is_meant(book, desk):
    desk.types(*WHOLE, "no", "trade", "weaving", "yes")

    assert a_form(book).fill(ask_plan) == nested(PLAN | {"trade": "weaving"})


def test_back_from_a_part_that_was_chosen_by_mistake_leads_to_the_summary(book, desk):
    desk.types(*WHOLE, "1", "back", "yes")

    assert a_form(book).fill(ask_plan) == nested(PLAN)


def test_a_row_is_taken_away_by_a_hyphen_and_one_is_added_at_the_end(book, desk):
    desk.types(*WHOLE, "2", "1", "-", "2", "2", "Seam", "3,000", "", "yes")

    assert a_form(book).fill(ask_plan)["prices"] == [{"service": "Seam", "price": "3,000"}]


def test_an_edit_begins_at_the_summary_and_asks_only_what_is_chosen(book, desk):
    desk.types("2", "2", "2,500", "yes")
    form = a_form(book, standing=PLAN | {"loan.any": "no"})

    assert form.fill(ask_plan) == nested(PLAN | {"prices.0.price": "2,500"})
    assert form.changed
    assert desk.asked == ["Which part to answer again", "Which of these", "Price", "Write this down?"]
    assert "  2 Prices  Hem, 2,500 (changed)" in desk.shown


def ask_notes(form):
    keys = ("notes.agreed", "notes.note", "notes.rest")
    return {key: form.ask(key, Question("", key, label=key)) for key in keys}


@pytest.mark.parametrize("again", [("notes", "", "Other."), ("back",), ("back", "back"), ("back", "Another rest.")])
def test_what_is_being_answered_anew_is_kept_until_it_is_answered(book, desk, again):
    """Whoever is stopped in the middle of putting a part right finds every answer of it again, old or new."""
    desk.types("Agreed.", "A note.", "The rest.", *again)
    with pytest.raises(KeyboardInterrupt):
        a_form(book).fill(ask_notes)
    assert "Answers kept: 3." in "".join(desk.shown)

    desk.types("yes", "yes")
    form = a_form(book)
    form.take_up()

    found = form.fill(ask_notes)
    agreed = "Other." if "Other." in again else "Agreed."
    rest = "Another rest." if "Another rest." in again else "The rest."
    assert found == {"notes.agreed": agreed, "notes.note": "A note.", "notes.rest": rest}


def test_enter_once_too_often_writes_nothing_down(book, desk):
    desk.types(*WHOLE, "", "", "yes")

    assert a_form(book).fill(ask_plan)["trade"] == "sewing"
    assert desk.asked[-3:] == ["Write this down?"] * 3
    assert "Type yes to write it down, or no." in desk.shown


def test_an_edit_that_changes_nothing_says_so(book, desk):
    desk.types("1", "", "")
    form = a_form(book, standing=PLAN | {"loan.any": "no"})

    assert form.fill(ask_plan) == nested(PLAN)
    assert not form.changed


def test_an_edit_that_leads_to_new_questions_asks_them(book, desk):
    desk.types("loan", "yes", "700", "yes")

    assert a_form(book, standing=PLAN | {"loan.any": "no"}).fill(ask_plan)["loan"] == {"amount": "700"}


def test_what_is_sealed_is_not_shown_until_it_is_typed(book, desk):
    desk.types("1", "", "1", "weaving", "yes")
    form = a_form(book, standing=PLAN | {"loan.any": "no"}, hidden=frozenset({"trade"}))

    assert form.fill(ask_plan)["trade"] == "weaving"
    assert "sewing" not in "".join((*desk.shown, *desk.asked))
    assert any("weaving" in line for line in desk.shown)


def test_what_was_typed_another_time_is_masked_and_what_is_typed_now_is_not(book, desk):
    desk.types("Sreymom")
    with pytest.raises(KeyboardInterrupt):
        a_form(book).fill(ask_plan)
    desk.types("yes", "Dara", "2,000", "", "no", "yes")
    form = a_form(book, mask=lambda text: "…" if text == "Sreymom" else text)
    form.take_up()
    form.fill(ask_plan)

    assert "Sreymom" not in "".join(desk.shown)
    assert any("Dara" in line for line in desk.shown)


def test_what_names_somebody_is_not_shown_either_when_it_is_asked_again_another_time(book, desk):
    desk.types("Sreymom")
    with pytest.raises(KeyboardInterrupt):
        a_form(book).fill(ask_plan)
    desk.types("yes", *WHOLE[1:], "1", "", "yes")
    form = a_form(book, mask=lambda text: "…" if text == "Sreymom" else text)
    form.take_up()

    assert form.fill(ask_plan)["trade"] == "Sreymom"
    assert "Sreymom" not in "".join((*desk.shown, *desk.asked, *desk.offered))


def test_no_throws_an_interrupted_form_away_only_when_it_is_said_twice(book, desk):
    desk.types("sewing")
    with pytest.raises(KeyboardInterrupt):
        a_form(book).fill(ask_plan)

    desk.types("no", "no")
    form = a_form(book)
    form.take_up()
    assert form.get("trade") == "sewing"

    desk.types("no", "yes")
    form.take_up()
    assert form.get("trade") == ""
    assert book.store.draft("plan-1") is None


def test_a_form_goes_on_from_what_is_written_down_once_that_is_known(book, desk):
    desk.types("sewing", "prices", "2", "2,500", "yes")

    def ask_and_find(form):
        if form.ask("trade", Question("", "Trade", needed=True)) == "sewing":
            form.begin_from(PLAN | {"loan.any": "no"})
        return ask_plan(form)

    assert a_form(book).fill(ask_and_find) == nested(PLAN | {"prices.0.price": "2,500"})
    assert desk.asked[:2] == ["Trade", "Which part to answer again"]


keys = st.sampled_from(["trade", "kind", "amount"])
entries = st.dictionaries(
    keys, st.text("ab", min_size=1, max_size=3) | st.lists(st.dictionaries(keys, st.text("ab", min_size=1), min_size=1))
)


@given(entries)
@settings(max_examples=100)
def test_the_entry_of_a_file_and_the_answers_of_a_form_are_the_same(entry):
    assert nested(dotted(entry)) == {key: value for key, value in entry.items() if value}


def test_back_is_understood_after_a_note_that_stands_in_the_line(book, desk):
    desk.types("Ham", "A feast.back", "Srey", "A feast.", "yes")
    note = Question("", "What happened", default="A feast.", note=True)

    def ask(form):
        return form.ask("who", Question("", "Who")), form.ask("note", note)

    assert Form(book, "form", title="A form", command="followup form").fill(ask) == ("Srey", "A feast.")


def test_to_a_grave_question_enter_is_no(book, desk):
    form = Form(book, "form", title="A form", command="followup form")
    desk.types("KN", "", "", "yes")

    with pytest.raises(KeyboardInterrupt):
        form.fill(lambda form: form.ask("who", Question("", "Who")), grave=lambda who: f"Hand over to {who}?")

    assert desk.asked[1:] == ["Hand over to KN?", "Which part to answer again"]
    desk.types("yes")
    assert form.fill(lambda form: form.ask("who", Question("", "Who")), grave=lambda _: "Sure?") == "KN"
