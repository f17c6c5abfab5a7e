"""What is asked at the end of a visit: what was agreed, a note, the safe contact, and her consent."""

from datetime import date

from followup.case import consents
from followup.case.consent_words import Purpose
from followup.case.facts.consents import purpose_list
from followup.case.fields import revealed
from followup.messages import say
from followup.services.consents import needs_guardian
from followup_cli.terminal.days import short_day
from followup_cli.terminal.notes import print_note
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.page import contact_edit_command
from followup_cli.visits.questions import VisitQuestions


def ask_notes(asking: VisitQuestions) -> VisitFormData:
    form: VisitFormData = {}
    texts = {"agreed": (say("What was agreed"), say("agreed")), "note": (say("Note, without names"), say("note"))}
    for key, (text, label) in texts.items():
        check = asking.checker_for(key)
        said = asking.ask(f"notes.{key}", text, check=check, note=True, label=label)
        form |= {key: said} if said else {}
    return form


def ask_safe_contact(asking: VisitQuestions) -> VisitFormData:
    who = asking.case.identity
    reach = map(revealed, (who.contact_name, who.contact_phone, who.contact_hours))
    if asking.names and (known := ", ".join(filter(None, reach))):
        asking.form.tell(say("Safe contact: {known}", known=known))
    hint = say("Enter: not asked")
    text, label = say("Is the safe contact still right"), say("still right")
    said = asking.ask_choice("safe_contact.right", text, "yes", "no", hint=hint, label=label)
    if said == "no":
        print_note(say("Put it right afterwards: {command}", command=contact_edit_command(asking.case.code)))
    return {"contact_right": said == "yes"} if said else {}


def ask_consents(asking: VisitQuestions) -> VisitFormData:
    """Her answers to what it is time to ask again; nothing of a minor, whose guardian is asked as well."""
    due = consents.to_ask_again(asking.case)
    if not due:
        return {}
    if needs_guardian(asking.case, _day(asking)):
        command = f"followup consent ask {asking.case.code}"
        asking.form.tell(say("Her consent is to be asked again, and her guardian's: {command}", command=command))
        return {}
    text = say("Time to ask her again, explained as before: {what}.", what=purpose_list(due))
    asking.form.tell(text, under="consent")
    said = _ask_agreements(asking, due)
    answers = {
        key: [one.value for one, answer in said.items() if answer == word]
        for key, word in (("given", "yes"), ("refused", "no"))
    }
    return {"consent": {key: some for key, some in answers.items() if some}} if any(answers.values()) else {}


def _day(asking: VisitQuestions) -> date:
    """The day of the visit: on that day she is a minor or not."""
    day = asking.form.get("met.date")
    return date.fromisoformat(day) if day else asking.book.today


def _ask_agreements(asking: VisitQuestions, due: tuple[Purpose, ...]) -> dict[Purpose, str]:
    """Her answer to each: one for all of it, or each by itself."""
    if len(due) > 1:
        words = (say("yes"), say("one by one"))
        text, hint = say("Does she still agree to all of it"), say("Enter: not asked")
        whole = asking.ask_choice("consent.all", text, *words, hint=hint, label=say("consent"))
        if whole != words[1]:
            return dict.fromkeys(due, "yes" if whole else "")
    return {purpose: _ask_agreement(asking, purpose) for purpose in due}


def _ask_agreement(asking: VisitQuestions, purpose: Purpose) -> str:
    since = short_day(asking.case.consents[purpose].on, asking.book.today)
    text = say("Does she still agree: {what}", what=purpose.label)
    hint = say("yes since {day}; Enter: not asked", day=since)
    return asking.ask_choice(f"consent.{purpose.value}", text, "yes", "no", hint=hint, label=purpose.label)
