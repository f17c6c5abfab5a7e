"""What the same visits cost without a plan: each graduate keeps her own day of the month."""

from collections.abc import Collection

from followup.schedule.trips.caseload import TripCaseload, VisitKey
from followup.schedule.trips.visit_days import visit_lines


def monthly_trip_days(caseload: TripCaseload, without: Collection[VisitKey] = ()) -> int:
    """The trip days if every visit is on the possible day nearest to its due date, whoever else is visited then.

    Visits ``without`` a day in the plan that it is compared with are left out here too.
    """
    left_out = set(without)
    return len(
        {
            (graduate.district, min((abs(day - due), day) for day in days)[1])
            for her, (graduate, line) in enumerate(zip(caseload.graduates, visit_lines(caseload), strict=True))
            for k, (due, days) in enumerate(zip(line.dues, line.days, strict=True))
            if days and (her, k) not in left_out
        }
    )
