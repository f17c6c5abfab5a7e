"""Workers are a known list: no graduate is followed by somebody nobody knows.

- a hand-over, and a new graduate, need a worker who is known
- a worker renamed is the same worker under her new name, everywhere and for what was written before
- one who left follows nobody: her graduates go to another first, all at once, and again after a stop
"""

from datetime import date

import pytest

from followup.case.date_ranges import DateRange
from followup.case.facts import Configured, Ended, HandedOver, OnLeave, Promised, WorkerAdded, WorkerLeft
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook
from followup.errors import FollowupError, Invalid, Missing, Refused
from followup.services import flags, graduates, handovers, outcomes, promises, workers
from followup.services.agenda import agenda_of
from followup.services.calendar_changes import ExportRequest
from followup.services.calendars import export
from followup.services.case_index import case_rows
from followup.staff import NOBODY
from tests.builders import a_casebook, a_flag, a_graduate


@pytest.fixture
def book():
    """SN uses the laptop and follows two; KB is on the list and follows one."""
    book = a_casebook(a_graduate(flags=[a_flag(owner="SN")]), a_graduate("ABC-1"), a_graduate("OTH-1", worker="KB"))
    book.write_office(Configured(worker="SN"), WorkerAdded("KB"))
    return book


def anew(book: Casebook) -> Casebook:
    return Casebook(book.store, book.moment)


def followers(book: Casebook) -> dict[str, str]:
    return {row.code: row.worker for row in case_rows(anew(book))}


class TestWhoIsKnown:
    def test_whoever_uses_a_laptop_was_added_or_has_a_graduate_is_known(self, book):
        graduates.enrol_all(a := a_casebook(a_graduate(worker="PV")), [])

        assert workers.known_workers(book) == ("KB", "SN")
        assert workers.known_workers(a) == ("PV",)

    def test_a_hand_over_to_somebody_nobody_knows_is_refused_with_the_way(self, book):
        with pytest.raises(Missing) as refused:
            handovers.hand_over_to(book, "KML", "PV")

        assert "There are: KB, SN." in refused.value.hint
        assert "followup office worker add" in refused.value.hint
        assert followers(book)["KML-1"] == "SN"

    def test_initials_are_the_same_in_small_letters(self, book):
        handovers.hand_over_to(book, "KML", " kb ")

        assert followers(book)["KML-1"] == "KB"

    def test_a_new_graduate_needs_a_known_worker(self, book):
        done = graduates.enrol_all(book, [a_graduate("NEW-1", worker="KX"), a_graduate("NEW-2", worker="kb")])

        assert done.codes == ("NEW-2",)
        assert "office worker add" in done.problems[0].what
        assert followers(book)["NEW-2"] == "KB"

    def test_while_the_office_has_named_nobody_anybody_may_be_a_new_graduates_worker(self):
        assert followers(a_casebook(a_graduate(worker="XY"))) == {"KML-1": "XY"}

    def test_nobody_is_no_name(self, book):
        with pytest.raises(Invalid):
            workers.add_worker(book, "Nobody")

    def test_who_had_graduates_before_is_still_known(self, book):
        handovers.hand_over_to(book, "OTH", "SN")
        book.write_office(WorkerLeft("KB"), WorkerAdded("KB"))

        assert handovers.hand_over_to(anew(book), "OTH", "KB").sheet.case.worker == "KB"


class TestOwners:
    def test_an_owner_may_be_from_outside(self, book):
        assert workers.checked_owner(book, "commune chief") == "commune chief"

    def test_a_worker_is_spelled_as_on_the_list(self, book):
        assert workers.checked_owner(book, "kb") == "KB"

    @pytest.mark.parametrize("typed", ["Chanto", "Chamtou", "BK"])
    def test_what_is_nearly_a_workers_name_is_refused_with_hers(self, book, typed):
        workers.add_worker(book, "Chantou")

        with pytest.raises(Invalid, match=r"Chantou|KB"):
            workers.checked_owner(book, typed)

    def test_unless_somebody_else_is_meant(self, book):
        assert workers.checked_owner(book, "BK", as_written=True) == "BK"

    def test_initials_of_one_other_letter_are_somebody_else(self, book):
        assert workers.checked_owner(book, "SM") == "SM"


class TestARename:
    def test_moves_her_graduates_flags_promises_and_leave(self, book):
        book.write(book.find("KML"), Promised("A spare part.", "SN", date(2026, 12, 1)))
        book.write_office(OnLeave("sn", DateRange(date(2026, 12, 7), date(2026, 12, 11))))
        before = agenda_of(anew(book), 30)

        workers.rename_worker(anew(book), "SN", "SNV")

        now = anew(book)
        assert followers(now) == {"KML-1": "SNV", "ABC-1": "SNV", "OTH-1": "KB"}
        assert [flag.owner for _, _, flag in flags.open_flags(now)] == ["SNV"]
        assert [one.said.by_whom for _, _, one in promises.open_promises(now, worker="SNV")] == ["SNV"]
        assert now.office.leave_of("SNV") == now.office.leave_of("snv") != ()
        assert now.worker == "SNV"
        after = agenda_of(now, 30)
        assert [(one.row.code, one.slot) for one in after.items] == [(one.row.code, one.slot) for one in before.items]

    def test_leaves_her_phone_as_it_is(self, book, tmp_path):
        export(book, ExportRequest(), tmp_path)
        written = (tmp_path / "calendar.ics").read_bytes()
        workers.rename_worker(book, "SN", "SNV")

        assert export(anew(book), ExportRequest(), tmp_path).changed == ()
        assert (tmp_path / "calendar.ics").read_bytes() == written

    def test_reaches_what_another_laptop_writes_under_the_old_name(self, book):
        workers.rename_worker(book, "SN", "SNV")
        book.write(book.find("OTH"), HandedOver("SN"))

        assert followers(book)["OTH-1"] == "SNV"

    def test_and_back_again(self, book):
        workers.rename_worker(book, "SN", "SNV")
        workers.rename_worker(anew(book), "SNV", "SN")

        assert followers(book) == {"KML-1": "SN", "ABC-1": "SN", "OTH-1": "KB"}

    def test_takes_no_name_of_another(self, book):
        with pytest.raises(Refused, match="another worker"):
            workers.rename_worker(book, "SN", "kb")

    def test_keeps_the_old_name_hers(self, book):
        workers.rename_worker(book, "SN", "SNV")

        with pytest.raises(Refused, match="SNV had that name before"):
            workers.add_worker(anew(book), "SN")
        assert handovers.hand_over_to(anew(book), "OTH", "SN").sheet.case.worker == "SNV"

    def test_of_capitals_only(self, book):
        workers.rename_worker(book, "SN", "Sn")

        assert followers(book)["KML-1"] == "Sn"


class TestAllAtOnce:
    def plan(self, book: Casebook, old: str = "SN", new: str = "KB") -> handovers.HandOverOfAll:
        return handovers.plan_hand_over_of_all(anew(book), old, new)

    def test_every_graduate_without_an_outcome_goes(self, book):
        done = handovers.hand_over_all(book, self.plan(book))

        assert done.done == done.codes == ("ABC-1", "KML-1")
        assert done.own_flags == ("KML-1",)
        assert set(followers(book).values()) == {"KB"}

    def test_run_again_after_a_stop_only_the_rest_goes(self, book):
        plan = self.plan(book)

        def stop(done: int, _all: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            handovers.hand_over_all(book, plan, progress=stop)

        assert sorted(followers(book).values()) == ["KB", "KB", "SN"]
        assert self.plan(book).codes == ("KML-1",)
        assert handovers.hand_over_all(anew(book), plan).done == ("KML-1",)

    def test_the_old_phone_drops_what_lay_on_it_as_with_a_single_hand_over(self, book, tmp_path):
        export(book, ExportRequest(), tmp_path)

        done = handovers.hand_over_all(book, self.plan(book))

        assert done.dropped > 0
        export(anew(book), ExportRequest(worker="SN"), tmp_path)
        assert (tmp_path / "calendar.ics").read_text("utf-8").count("STATUS:CANCELLED") == done.dropped

    def test_a_case_that_cannot_be_read_stops_no_other(self, book):
        plan = self.plan(book)
        book.store.damage(book.find("ABC"))

        now = anew(book)
        assert handovers.hand_over_all(now, plan).done == ("KML-1",)
        assert len(now.problems) == 1

    def test_of_nobody(self, book):
        book.write_office(WorkerLeft("SN"))

        assert self.plan(book, NOBODY).codes == ("ABC-1", "KML-1")

    @pytest.mark.parametrize(("old", "new"), [("SX", "KB"), ("SN", "KX"), ("SN", "sn"), ("", "KB")])
    def test_between_two_known_workers_only(self, book, old, new):
        with pytest.raises(FollowupError):
            self.plan(book, old, new)


class TestLeaving:
    def test_is_refused_while_graduates_are_hers(self, book):
        with pytest.raises(Refused, match="still with SN: 2"):
            workers.leave_office(book, "SN")

    def test_with_nobody_of_hers_she_goes_and_follows_nobody_any_more(self, book):
        handovers.hand_over_all(book, handovers.plan_hand_over_of_all(book, "SN", "KB"))
        workers.leave_office(anew(book), "sn")

        with pytest.raises(Refused, match="left"):
            handovers.hand_over_to(anew(book), "OTH", "SN")

    def test_whoever_another_laptop_still_gives_her_is_followed_by_nobody(self, book):
        book.write_office(WorkerLeft("KB"))

        assert followers(book)["OTH-1"] == ""
        assert [one.code for one in workers.graduates_of(anew(book), "")] == ["OTH-1"]
        assert [one.row.code for one in agenda_of(anew(book), 60, worker="nobody").items] == ["OTH-1"]

    def test_in_the_past_and_after_an_outcome_it_still_says_who_followed_her(self, book):
        outcomes.record(book, "OTH", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 1))
        book.write_office(WorkerLeft("SN"), WorkerLeft("KB"))

        now = anew(book)
        assert now.case(now.find("KML"), date(2026, 11, 20)).worker == "SN"
        assert followers(book) == {"KML-1": "", "ABC-1": "", "OTH-1": "KB"}

    def test_she_may_come_back(self, book):
        book.write_office(WorkerLeft("KB"))
        workers.add_worker(anew(book), "KB")

        assert followers(book)["OTH-1"] == "KB"


def test_the_list_says_how_many_each_follows_and_who_left(book):
    workers.add_worker(book, "PV")
    workers.leave_office(anew(book), "PV")

    lines = [(one.worker, one.graduates, one.laptop, one.left) for one in workers.list_workers(anew(book))]
    assert lines == [("KB", 1, False, False), ("SN", 2, True, False), ("PV", 0, False, True)]


def test_a_damaged_journal_of_the_office_hides_no_case(book):
    book.store.damage("office")

    assert anew(book).case(book.find("KML")).worker == "SN"
