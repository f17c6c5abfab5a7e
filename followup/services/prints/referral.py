"""A referral on one page to take along: what the service is asked for, and of her only what she agreed to.

Her name and number stand on it only if she agreed *and* names were asked for; else there is a line to write them by
hand. Beside a name stands no code, but a reference: who finds the page learns nothing of other papers.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.facts import Identified
from followup.case.fields import revealed
from followup.case.referral import Referral, purpose_of
from followup.case.referral_words import ReferralState, SharedDetail
from followup.casebook import Casebook
from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day
from followup.handout.paper.document import Content, PaperDocument
from followup.services.consents import refuse_if_forbidden, require
from followup.services.guarded_names import labeller, masker
from followup.services.prints.printing import PrintResult, in_language, office_on_paper, print_document
from followup.services.prints.texts import on_paper
from followup.services.referrals import open_to_show, usual_day

_ROWS = (SharedDetail.NAME, SharedDetail.AGE, SharedDetail.DISTRICT, SharedDetail.PHONE)
"""What stands on the page as a line of its own, in this order."""


def print_referral(
    book: Casebook, typed: str, which: str, language: Language, folder: Path, *, names: bool = False
) -> PrintResult:
    """Print an open referral of hers; Refused where she does not agree to it any more."""
    case = book.look(typed).case
    referral = open_to_show(case, which)
    refuse_if_forbidden(case, Purpose.PAPER)
    require(case, purpose_of(referral.said.service))
    paper = _ReferralPaper(book, case, referral, language, names=names)
    document = PaperDocument("referral", phrase(language, "referral", "title"), language, paper.content, book.today)
    return print_document(
        book,
        document,
        f"referral-{referral.reference}{'-names' if paper.has_names else ''}{in_language(language)}",
        folder,
        own_words={*document.texts} - paper.written,
        about=referral.reference,
        cases=(case.id,),
        names=paper.has_names,
    )


class _ReferralPaper:
    """What stands on the page; ``written`` is what of it somebody wrote."""

    def __init__(self, book: Casebook, case: Case, referral: Referral, language: Language, *, names: bool) -> None:
        self.book, self.case, self.referral, self.language = book, case, referral, language
        self.mask, self.label = masker(book, names=False), labeller(book)
        self.written: set[str] = set()
        shared = {SharedDetail.NAME, SharedDetail.PHONE} & {*referral.said.shares}
        self.has_names = names and any(self._identity_text(one) for one in shared)

    @cached_property
    def content(self) -> Mapping[str, Content]:
        """Everything on it."""
        said = self.referral.said
        organisation, _ = office_on_paper(self.book)
        return {
            "reference": self.referral.reference,
            "key": f"service_{said.service.value}",
            "to": self._noted(on_paper(self.mask, said.to)),
            "from": organisation,
            "worker": self._noted(self.label(self.case.worker or self.book.worker)),
            "dated": full_day(self.book.today, self.language),
            "about": [*self._about()],
            "reason": self._noted(on_paper(self.mask, said.why)) if SharedDetail.REASON in said.shares else "",
            "by": full_day(self._by(), self.language),
        }

    def _by(self) -> date:
        """The day until which it waits; two weeks from today where that is gone."""
        today = self.book.today
        return self.referral.until if self.referral.until >= today else usual_day(ReferralState.SENT, today)

    def _about(self) -> Iterator[Content]:
        """A line for each detail that may be told; empty where it is written by hand."""
        for one in _ROWS:
            if one in self.referral.said.shares:
                yield {"key": one.value, "text": self._detail(one)}

    def _detail(self, detail: SharedDetail) -> str:
        if detail is SharedDetail.DISTRICT:
            return self._noted(self.label(self.case.district))
        if detail is SharedDetail.AGE:
            return self._age()
        return self._noted(self._identity_text(detail)) if self.has_names else ""

    def _age(self) -> str:
        born = self.case.identity.birth_year
        return phrase(self.language, "referral", "years", n=self.book.today.year - born) if born else ""

    def _identity_text(self, detail: SharedDetail) -> str:
        who: Identified = self.case.identity
        return revealed(who.name if detail is SharedDetail.NAME else who.phone)

    def _noted(self, text: str) -> str:
        self.written.add(text)
        return text
