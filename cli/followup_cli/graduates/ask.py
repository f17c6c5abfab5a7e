"""What there is to know of a graduate, in the keys of a file (see docs/reference.md): how each is asked and read."""

from collections.abc import Callable
from functools import partial
from typing import Any

from followup.case.case import Case
from followup.case.date_ranges import WEEKDAYS
from followup.case.facts import Identified
from followup.case.fields import Described, described
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.forms.spoken_days import weekday_spellings
from followup.case.home_words import Placement
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.scheduler import policies, policy_named
from followup.services.graduates import check_code
from followup.services.returns import check_return_date
from followup.services.words_in_use import DISTRICT, PROVINCE, WordsInUse
from followup.services.workers import checked_new_worker
from followup.values import Value, replace
from followup_cli.fragments.cover_question import parse_cover
from followup_cli.fragments.known_words import WordSettler, word_shape
from followup_cli.terminal.asking import Question, answer, ask_person
from followup_cli.terminal.typed import naming_option, split_commas, term_words
from followup_cli.terminal.typed_days import read_day, read_days

Rule = Callable[[str], Any]
GraduateFormData = dict[str, Any]
"""A graduate as she is written in a file; ``contact.phone`` stands as ``phone`` inside ``contact``."""

PLACEHOLDER_RETURN_DATE = "2000-01-01"
CLEAR_VALUE = "-"
_OPTION_NAMES = {"return_date": "--return", "safe_weekdays": "--safe"}
_LIST_KEYS = ("modules", "safe_weekdays")


class FormField(Value):
    """One thing to know of her: its key, how it is asked, and a rule beyond its form."""

    key: str
    question: Question
    rule: Rule | None = None


def _field(key: str, text: str, rule: Rule | None = None, **shape: Any) -> FormField:
    return FormField(key, Question("", text, **shape), rule)


def programme_fields(book: Casebook) -> tuple[FormField, ...]:
    """When and where she went home, and what she has learned."""

    def check_return(typed: str) -> None:
        check_return_date(read_day(typed, book.today), book.today)

    return (
        _field("return_date", say("Return date"), check_return, hint=say("such as 2026-01-31"), needed=True),
        _field("placement", say("With whom or where she lives"), words=term_words(Placement)),
        _field("province", say("Province")),
        _field("district", say("District")),
        _field("trade", say("Trade")),
        _field("modules", say("Training modules she completed"), label=say("Training")),
    )


def arrangement_fields(book: Casebook) -> tuple[FormField, ...]:
    """What most often is as it always is: changed in the summary of a new graduate, not asked one by one."""
    known = policies(book.office)
    also = tuple(former for one in known.values() for former in one.known_as)
    shape: dict[str, Any] = {"default": next(iter(known)), "words": tuple(known), "also": also}
    return (
        _field("code", say("A code of your own; never a name"), partial(check_code, book), label=say("Code")),
        _field("centre", say("Centre")),
        _field("policy", say("Follow-up policy"), _policy_rule(book), needed=True, **shape),
        _field("cover", say("What calendar entries say of her visits"), parse_cover, label=say("Cover text")),
        _field("avoid", say("Days not to come"), hint=say("such as 2026-04-13..2026-04-17")),
    )


def identity_fields() -> tuple[FormField, ...]:
    """Who she is, and who may answer for her."""
    return tuple(
        _field(name.replace("contact_", "contact."), say(one.ask), label=_identity_label(name, one))
        for name, one in described(Identified).items()
    )


def _identity_label(name: str, one: Described) -> str:
    """What a summary calls it; what belongs to the safe contact stands behind that title."""
    inner = name.removeprefix("contact_")
    return say(one.ask) if inner == name else "" if inner == "name" else say(inner)


def safe_days_field() -> FormField:
    """On which weekdays it is safe to come."""
    shape: dict[str, Any] = {"words": WEEKDAYS, "otherwise": weekday_spellings(), "several": True}
    return FormField("safe_weekdays", Question("", say("Safe weekdays"), hint=say("Enter: all"), **shape))


def _policy_rule(book: Casebook) -> Rule:
    return partial(policy_named, office=book.office)


def form_from_options(book: Casebook, **typed: str | list[str] | None) -> GraduateFormData:
    """The keys of a file that options say; what was not given is None. Invalid names the option."""
    form: GraduateFormData = {}
    for key, text in typed.items():
        if text is not None:
            with naming_option(_OPTION_NAMES.get(key, f"--{key}")):
                form[key] = file_value(key, text if isinstance(text, str) else ",".join(text), book)
                _check_word(key, form[key], book)
    return form


def check_given(book: Casebook, form: GraduateFormData) -> None:
    """Check what options say of somebody new, before anything is asked; Invalid names the option."""
    fields = {one.key: one for one in (*programme_fields(book), *arrangement_fields(book))}
    for key, value in form.items():
        if key in fields and value:
            with naming_option(_OPTION_NAMES.get(key, f"--{key}")):
                check_value(key, value, fields[key].rule)


def _check_word(key: str, value: Any, book: Casebook) -> None:
    """A word that an option gives is one there is; what is empty takes something away."""
    rules: dict[str, Rule] = {"policy": _policy_rule(book), "worker": partial(checked_new_worker, book)}
    if value and key in ("placement", "safe_weekdays", *rules):
        check_value(key, value, rules.get(key))


def file_value(key: str, typed: str, book: Casebook) -> Any:
    """What was typed, as it is written in a file: days written out, lists as lists."""
    if key == "return_date":
        return read_day(typed, book.today).isoformat()
    if key == "avoid":
        spans = (read_days(part, book.today) for part in split_commas(typed))
        return [f"{span.first}..{span.last}" for span in spans]
    return split_commas(typed) if key in _LIST_KEYS else typed.strip()


def against_question() -> Question:
    """Why she returns although an assessment says no."""
    text = say("An assessment says no to this return. Why she returns all the same, without names")
    return Question("--against", text, needed=True, note=True)


def ask_district(
    book: Casebook, case: Case, province: str | None, district: str | None, *, as_written: bool
) -> tuple[str, str]:
    """Her province and district, from the options or the person; Enter keeps what stands."""
    given = {key: text.strip() for key, text in ((PROVINCE, province), (DISTRICT, district)) if text}
    settled = WordSettler(book, as_written=as_written).settle(given)
    words = WordsInUse(book)
    usual = Question("--province", say("Province"), settled.get(PROVINCE, ""), case.province)
    there = answer(replace(usual, **word_shape(words, PROVINCE)))
    kept = case.district if province is None and there == case.province else ""
    usual = Question("--district", say("District"), settled.get(DISTRICT, ""), kept)
    return there, answer(replace(usual, **word_shape(words, DISTRICT, there)))


def ask_place(keys: tuple[str, ...]) -> GraduateFormData:
    """Commune or village, which are never options: they are identity."""
    form: GraduateFormData = {}
    for one in identity_fields():
        if one.key in keys and (typed := ask_person(replace(one.question, check=_field_check(one)))):
            set_key(form, one.key, typed)
    return form


def _field_check(one: FormField) -> Callable[[str], None]:
    def check(typed: str) -> None:
        if typed != CLEAR_VALUE:
            check_value(one.key, typed, one.rule)

    return check


def check_value(key: str, value: Any, rule: Rule | None) -> None:
    """Invalid for a value that cannot be; ``rule`` is one beyond its form."""
    form: GraduateFormData = {"return_date": PLACEHOLDER_RETURN_DATE}
    set_key(form, key, value)
    _, problems = enrolment_from_mapping(form)
    if problems:
        raise Invalid(problems[0].what)
    if rule:
        rule(value)


def set_key(form: GraduateFormData, key: str, value: Any) -> None:
    """Put a value under a key, or under ``outer.inner`` inside of what stands under ``outer``."""
    outer, _, inner = key.rpartition(".")
    (form.setdefault(outer, {}) if outer else form)[inner] = value
