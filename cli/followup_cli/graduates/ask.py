"""What is asked about a graduate, question by question, in the keys of a file (see docs/reference.md)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from followup.case.forms.dates import parse_date, parse_span
from followup.case.forms.enrolment import enrolment_from
from followup.case.vocabulary import Placement
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services.graduates import check_code, check_return
from followup.services.schedules import policies, policy_named
from followup_cli.options import about
from followup_cli.terminal.asking import Question, asked, tell
from followup_cli.terminal.words import offered, parts

Form = dict[str, Any]
"""A graduate as she is written in a file; ``contact.phone`` stands as ``phone`` inside ``contact``."""

ANY_DAY = "2000-01-01"
TAKEN_AWAY = "-"
_OPTIONS = {"return_date": "--return", "safe_weekdays": "--safe"}
_MANY = ("modules", "safe_weekdays")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to know of her: its key, the question, how to answer it, and a rule beyond its form."""

    key: str
    text: str
    hint: str = ""
    needed: bool = False
    otherwise: str = ""
    rule: Callable[[str], Any] | None = None


def _programme_fields(book: Casebook) -> tuple[Field, ...]:
    known = tuple(policies(book.office))
    return (
        Field("return_date", say("Return date"), say("such as 2026-01-31"), needed=True, rule=_return_rule(book)),
        Field("placement", say("With whom she lives"), offered(Placement)),
        Field("province", say("Province")),
        Field("district", say("District")),
        Field("trade", say("Trade"), say("such as hairdressing")),
        Field("modules", say("Training modules she completed"), say("such as hairdressing,small-business")),
        Field("centre", say("Centre")),
        Field("policy", say("Follow-up policy"), ", ".join(known), otherwise=known[0], rule=_policy_rule(book)),
    )


def _return_rule(book: Casebook) -> Callable[[str], Any]:
    return lambda typed: check_return(parse_date(typed, book.today), book.today)


def _policy_rule(book: Casebook) -> Callable[[str], Any]:
    return lambda typed: policy_named(typed, book.office)


def _identity_fields() -> tuple[Field, ...]:
    return (
        Field("name", say("Name")),
        Field("nickname", say("Nickname")),
        Field("birth_year", say("Birth year")),
        Field("phone", say("Phone")),
        Field("commune", say("Commune")),
        Field("village", say("Village")),
        Field("business", say("Name of her business")),
        Field("contact.name", say("Safe contact: who may answer")),
        Field("contact.phone", say("Safe contact: phone")),
        Field("contact.hours", say("Safe contact: hours")),
        Field("contact.say", say("What to say if somebody else answers")),
    )


def _safe_fields() -> tuple[Field, ...]:
    return (
        Field("safe_weekdays", say("Safe weekdays"), say("such as mon,tue,thu")),
        Field("avoid", say("Days not to come"), say("such as 2026-04-13..2026-04-17")),
    )


def form_of(book: Casebook, **typed: str | list[str] | None) -> Form:
    """The keys of a file that options say; what was not given is None. Invalid names the option."""
    form: Form = {}
    for key, text in typed.items():
        if text is not None:
            with about(_OPTIONS.get(key, f"--{key}")):
                form[key] = _written(key, text if isinstance(text, str) else ",".join(text), book)
    return form


def _written(key: str, typed: str, book: Casebook) -> Any:
    """What was typed, as it stands in a file: days written out, lists as lists."""
    if key == "return_date":
        return parse_date(typed, book.today).isoformat()
    if key == "avoid":
        spans = (parse_span(part, book.today) for part in parts(typed))
        return [f"{span.first}..{span.last}" for span in spans]
    return parts(typed) if key in _MANY else typed.strip()


def asked_form(form: Form, book: Casebook) -> Form:
    """A graduate as the options say (``form``) and the person, question after question; Enter skips."""
    form = dict(form)
    if "code" in form:
        with about("--code"):
            check_code(book, form["code"])
    tell(say("Enter skips a question. Ctrl-C stops, and nothing is written."))
    for field in _programme_fields(book):
        if field.key not in ("province", "district") or form.get("placement"):
            _ask_into(form, field, book)
    tell(say("Who she is: kept sealed, shown only when asked for."))
    for field in (*_identity_fields(), *_safe_fields()):
        _ask_into(form, field, book)
    return form


def asked_identity() -> Form:
    """Identity put right by the person: Enter keeps what stands, a single hyphen takes it away."""
    tell(say("Enter keeps what stands; - takes it away. Ctrl-C stops, and nothing is written."))
    form: Form = {}
    for field in _identity_fields():
        typed = asked(Question("", field.text, check=_checked_as(field, None)))
        if typed:
            _put(form, field.key, "" if typed == TAKEN_AWAY else typed)
    return form


def asked_place(keys: tuple[str, ...]) -> Form:
    """Commune or village, which are never options: they are identity."""
    form: Form = {}
    for field in _identity_fields():
        if field.key in keys and (typed := asked(Question("", field.text, check=_checked_as(field, None)))):
            _put(form, field.key, typed)
    return form


def _ask_into(form: Form, field: Field, book: Casebook) -> None:
    """Ask for a field that no option gave; check one that an option did give."""
    if field.key in form:
        with about(_OPTIONS.get(field.key, f"--{field.key}")):
            _check(field, form[field.key])
        return
    check = _checked_as(field, book)
    typed = asked(Question("", field.text, "", field.otherwise, field.needed, field.hint, check))
    if typed:
        _put(form, field.key, _written(field.key, typed, book))


def _checked_as(field: Field, book: Casebook | None) -> Callable[[str], None]:
    def check(typed: str) -> None:
        if book is not None:
            _check(field, _written(field.key, typed, book))
        elif typed != TAKEN_AWAY:
            _check(field, typed)

    return check


def _check(field: Field, value: Any) -> None:
    """Invalid for a value that cannot be."""
    form: Form = {"return_date": ANY_DAY}
    _put(form, field.key, value)
    _, problems = enrolment_from(form)
    if problems:
        raise Invalid(problems[0].what)
    if field.rule:
        field.rule(value)


def _put(form: Form, key: str, value: Any) -> None:
    outer, _, inner = key.rpartition(".")
    (form.setdefault(outer, {}) if outer else form)[inner] = value


def summary(form: Mapping[str, Any]) -> Iterator[str]:
    """What is about to be written, without who she is."""
    sealed = list(dict.fromkeys(field.key.partition(".")[0] for field in _identity_fields()))
    for key, value in form.items():
        if key not in sealed:
            text = ", ".join(value) if isinstance(value, list) else value
            yield f"  {say(key.replace('_', ' ')).capitalize():<15} {text}"
    told = [say(key.replace("_", " ")) for key in sealed if key in form]
    yield f"  {say('Sealed'):<15} {', '.join(told) or say('nothing yet')}"
