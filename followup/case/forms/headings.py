"""The headings of tables of graduates, visits and plans: an export writes them, and an import knows them for certain.

Each stands under its dotted key in a file (``contact.phone``, ``scores.safety.own``), so a row of a table is a form.
Keys that begin with ``-`` are no keys of a file: what stands there follows from other entries, and is not read.
"""

from collections.abc import Mapping
from typing import Final

from followup.case.business.plan import CostKind
from followup.case.facts import Identified
from followup.case.fields import described
from followup.case.visit_words import WellbeingDomain

Headings = Mapping[str, str]
INFORMATION: Final = "-"
"""What the key of a column begins with that an import passes over."""

IDENTITY_HEADINGS: Final[Headings] = {
    **{name.replace("contact_", "contact."): field.ask for name, field in described(Identified).items()},
    "contact.say": "Safe contact: what to say",
}
"""Who she is: the columns that an export has only with names."""

GRADUATE_HEADINGS: Final[Headings] = {
    "code": "Code",
    **IDENTITY_HEADINGS,
    "return_date": "Return date",
    "policy": "Policy",
    "worker": "Worker",
    "centre": "Centre",
    "trade": "Trade",
    "modules": "Modules",
    "placement": "Placement",
    "province": "Province",
    "district": "District",
    "safe_weekdays": "Safe weekdays",
    "avoid": "Days not to come",
    "-state": "State",
    "-risk": "Risk",
    "-stay": "Stay at home",
    "-last_met": "Last met",
    "-next_visit": "Next visit",
}

_MONTH_HEADINGS: Final[Headings] = {
    "month.open": "Business open",
    "month.customers": "Customers a day",
    "month.takings": "Takings",
    **{f"month.costs.{kind.value}": f"Costs: {kind.label}" for kind in CostKind},
    "month.drawings": "Drawings",
    "month.stock": "Stock",
    "month.debt": "Debt",
    "month.savings": "Savings",
    "month.repaid": "Repaid",
    "month.repaid_in_kind": "Repaid in kind",
}
"""The month of her business; an amount names its currency, such as ``52000 KHR``."""

_SCORE_HEADINGS: Final[Headings] = {
    f"scores.{domain.value}.{who}": f"{domain.label.capitalize()} ({whose})"
    for domain in WellbeingDomain
    for who, whose in (("worker", "worker's score"), ("own", "her own score"))
}
"""A column for each score: a spreadsheet makes a day of ``3/2``."""

VISIT_HEADINGS: Final[Headings] = {
    "code": "Code",
    "date": "Date",
    "contact": "Contact",
    "slot": "Visit number",
    "went": "Who went",
    "attempt.reason": "Not met: why",
    "attempt.safe": "Not met: was it safe",
    "attempt.note": "Not met: note",
    **_SCORE_HEADINGS,
    **_MONTH_HEADINGS,
    "agreed": "Agreed",
    "agreement": "What became of what was agreed",
    "contact_right": "Safe contact still right",
    "not_seen": "Risks not looked at",
    "note": "Note",
    "second": "Second visit of that day",
}

PLAN_HEADINGS: Final[Headings] = {
    "code": "Code",
    "trade": "Trade",
    "currency": "Currency",
    "rate": "Riel to the dollar",
    "kind": "Kind of business",
    "customers_a_day": "Customers a day",
    "days_open": "Days open a month",
    "prices": "Prices",
    "animals.number": "Animals: how many",
    "animals.months": "Animals: months until sold",
    "animals.price": "Animals: price of one",
    "animals.feed": "Animals: feed a month",
    "garden.harvests": "Garden: harvests a year",
    "garden.months": "Garden: months to the first harvest",
    "garden.takings": "Garden: takings of a harvest",
    "garden.costs": "Garden: costs of a harvest",
    "season.months": "Season: months of work",
    "season.takings": "Season: takings a month",
    "season.wait": "Season: months of waiting",
    **{f"costs.{kind.value}": f"Costs: {kind.label}" for kind in CostKind},
    "loan.principal": "Loan: amount",
    "loan.instalment": "Loan: instalment",
    "loan.months": "Loan: months",
    "loan.repaid": "Loan: how it is repaid",
    "loan.harvest": "Loan: month of the harvest",
    "loan.in_kind": "Loan: what is given back",
    "loan.since": "Loan: since",
    "start_up_money": "Start-up money",
    "note": "Note",
}
"""One row is one plan; ``prices`` are written ``haircut = 2,000; perm = 3,500``. Partners and items need a file."""

FLAG_HEADINGS: Final[Headings] = {
    "code": "Code",
    "-number": "Flag",
    "raised": "Raised",
    "kind": "Kind of risk",
    "severity": "Severity",
    "note": "What was seen",
    "owner": "Owner",
    "review": "Review by",
    "-reviewed": "Reviewed",
    "-found": "Found at the review",
    "-cleared": "Cleared",
    "-how": "How it was cleared",
    "-stay": "Stay at home",
}

OUTCOME_HEADINGS: Final[Headings] = {
    "code": "Code",
    "date": "Date",
    "outcome": "Outcome",
    "group": "Success or failure",
    "causes": "Causes, the main one first",
    "note": "Note",
    "against": "Although the criteria were not met: why",
    "decided_by": "Decided by",
    "reopened": "Reopened",
    "stay": "Stay at home",
}
