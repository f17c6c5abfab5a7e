"""What is asked about a graduate, question by question, in the keys of a file (see docs/reference.md)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from followup.case.case import Case
from followup.case.facts import Identified
from followup.case.fields import described
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.forms.spoken_days import WEEKDAYS, weekday_spellings
from followup.case.vocabulary import Placement
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.scheduler import policies, policy_named
from followup.services.graduates import check_code, check_return_date
from followup.services.words_in_use import DISTRICT, KEYS, PROVINCE, WordsInUse
from followup.services.workers import checked_new_worker
from followup_cli.fragments.known_words import WordSettler, word_shape
from followup_cli.terminal.asking import Question, answer, ask_parsed, ask_person, print_note
from followup_cli.terminal.typed import naming_option, split_commas, term_words
from followup_cli.terminal.typed_days import read_day, read_days

GraduateFormData = dict[str, Any]
"""A graduate as she is written in a file; ``contact.phone`` stands as ``phone`` inside ``contact``."""

PLACEHOLDER_RETURN_DATE = "2000-01-01"
CLEAR_VALUE = "-"
_OPTION_NAMES = {"return_date": "--return", "safe_weekdays": "--safe"}
_LIST_KEYS = ("modules", "safe_weekdays")


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing to know of her: its key, the question, how to answer it, and a rule beyond its form.

    ``shape`` is what else a `Question` about it has, such as the words it offers.
    """

    key: str
    text: str
    hint: str = ""
    needed: bool = False
    default: str = ""
    rule: Callable[[str], Any] | None = None
    shape: Mapping[str, Any] | None = None


def _programme_fields(book: Casebook) -> tuple[FormField, ...]:
    known = tuple(policies(book.office))
    return (
        FormField("return_date", say("Return date"), say("such as 2026-01-31"), needed=True, rule=_return_rule(book)),
        FormField("placement", say("With whom she lives"), shape={"words": term_words(Placement)}),
        FormField("province", say("Province")),
        FormField("district", say("District")),
        FormField("trade", say("Trade")),
        FormField("modules", say("Training modules she completed")),
        FormField("centre", say("Centre")),
        FormField("policy", say("Follow-up policy"), default=known[0], rule=_policy_rule(book), shape={"words": known}),
    )


def _return_rule(book: Casebook) -> Callable[[str], Any]:
    return lambda typed: check_return_date(read_day(typed, book.today), book.today)


def _policy_rule(book: Casebook) -> Callable[[str], Any]:
    return lambda typed: policy_named(typed, book.office)


def _identity_fields() -> tuple[FormField, ...]:
    asked = described(Identified).items()
    return tuple(FormField(name.replace("contact_", "contact."), say(field.ask)) for name, field in asked)


def _safe_day_fields() -> tuple[FormField, ...]:
    return (
        FormField("safe_weekdays", say("Safe weekdays"), shape=_weekday_shape()),
        FormField("avoid", say("Days not to come"), say("such as 2026-04-13..2026-04-17")),
    )


def _weekday_shape() -> dict[str, Any]:
    return {"words": WEEKDAYS, "otherwise": weekday_spellings(), "several": True}


def form_from_options(book: Casebook, **typed: str | list[str] | None) -> GraduateFormData:
    """The keys of a file that options say; what was not given is None. Invalid names the option."""
    form: GraduateFormData = {}
    for key, text in typed.items():
        if text is not None:
            with naming_option(_OPTION_NAMES.get(key, f"--{key}")):
                form[key] = _file_value(key, text if isinstance(text, str) else ",".join(text), book)
                _check_word(key, form[key], book)
    return form


def _check_word(key: str, value: Any, book: Casebook) -> None:
    """A word that an option gives is one there is; what is empty takes something away."""
    rules = {"placement": None, "safe_weekdays": None, "policy": _policy_rule(book), "worker": _worker_rule(book)}
    if value and key in rules:
        _check_value(FormField(key, "", rule=rules[key]), value)


def _worker_rule(book: Casebook) -> Callable[[str], Any]:
    return lambda typed: checked_new_worker(book, typed)


def _file_value(key: str, typed: str, book: Casebook) -> Any:
    """What was typed, as it stands in a file: days written out, lists as lists."""
    if key == "return_date":
        return read_day(typed, book.today).isoformat()
    if key == "avoid":
        spans = (read_days(part, book.today) for part in split_commas(typed))
        return [f"{span.first}..{span.last}" for span in spans]
    return split_commas(typed) if key in _LIST_KEYS else typed.strip()


def ask_graduate(form: GraduateFormData, book: Casebook) -> GraduateFormData:
    """A graduate as the options say (``form``) and the person, question after question; Enter skips."""
    form = dict(form)
    if "code" in form:
        with naming_option("--code"):
            check_code(book, form["code"])
    print_note(say("Enter skips a question. Ctrl-C stops, and nothing is written."))
    words = WordsInUse(book)
    for field in _programme_fields(book):
        if field.key not in ("province", "district") or form.get("placement"):
            _ask_field(form, field, book, words)
    print_note(say("Who she is: kept sealed, shown only when asked for."))
    for field in (*_identity_fields(), *_safe_day_fields()):
        _ask_field(form, field, book, words)
    return form


def ask_identity_changes() -> GraduateFormData:
    """Identity put right by the person: Enter keeps what stands, a single hyphen takes it away."""
    print_note(say("Enter keeps what is there; - takes it away. Ctrl-C stops, and nothing is written."))
    form: GraduateFormData = {}
    for field in _identity_fields():
        typed = ask_person(Question("", field.text, check=_field_check(field)))
        if typed:
            _set_key(form, field.key, "" if typed == CLEAR_VALUE else typed)
    return form


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
    for field in _identity_fields():
        if field.key in keys and (typed := ask_person(Question("", field.text, check=_field_check(field)))):
            _set_key(form, field.key, typed)
    return form


def _ask_field(form: GraduateFormData, field: FormField, book: Casebook, words: WordsInUse) -> None:
    """Ask for a field that no option gave; check one that an option did give."""
    if field.key in form:
        with naming_option(_OPTION_NAMES.get(field.key, f"--{field.key}")):
            _check_value(field, form[field.key])
        return

    def read(typed: str) -> Any:
        value = _file_value(field.key, typed, book) if typed else ""
        if value:
            _check_value(field, value)
        return value

    question = Question("", field.text, "", field.default, field.needed, field.hint, **(field.shape or {}))
    if field.key in KEYS:
        question = replace(question, **word_shape(words, field.key, form.get(PROVINCE, "")))
    if value := ask_parsed(question, read):
        _set_key(form, field.key, value)


def _field_check(field: FormField) -> Callable[[str], None]:
    def check(typed: str) -> None:
        if typed != CLEAR_VALUE:
            _check_value(field, typed)

    return check


def _check_value(field: FormField, value: Any) -> None:
    """Invalid for a value that cannot be."""
    form: GraduateFormData = {"return_date": PLACEHOLDER_RETURN_DATE}
    _set_key(form, field.key, value)
    _, problems = enrolment_from_mapping(form)
    if problems:
        raise Invalid(problems[0].what)
    if field.rule:
        field.rule(value)


def _set_key(form: GraduateFormData, key: str, value: Any) -> None:
    outer, _, inner = key.rpartition(".")
    (form.setdefault(outer, {}) if outer else form)[inner] = value


def summary_lines(form: Mapping[str, Any]) -> Iterator[str]:
    """What is about to be written, without who she is."""
    sealed = list(dict.fromkeys(field.key.partition(".")[0] for field in _identity_fields()))
    for key, value in form.items():
        if key not in sealed:
            text = ", ".join(value) if isinstance(value, list) else value
            yield f"  {say(key.replace('_', ' ')).capitalize():<15} {text}"
    told = [say(key.replace("_", " ")) for key in sealed if key in form]
    yield f"  {say('Sealed'):<15} {', '.join(told) or say('nothing yet')}"
