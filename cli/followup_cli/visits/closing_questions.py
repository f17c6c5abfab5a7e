"""What is asked at the end of a visit: what was agreed, a note, and whether the safe contact is still right."""

from followup.case.fields import revealed
from followup.messages import say
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
