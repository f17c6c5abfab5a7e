"""What the same visits cost without a plan: each graduate keeps her own day of the month."""

from followup.schedule.trips.caseload import TripCaseload
from followup.schedule.trips.visit_days import visit_lines


def monthly_trip_days(caseload: TripCaseload) -> int:
    """The trip days if every visit is on the possible day nearest to its due date, whoever else is visited then."""
    return len(
        {
            (graduate.district, min((abs(day - due), day) for day in days)[1])
            for graduate, line in zip(caseload.graduates, visit_lines(caseload), strict=True)
            for due, days in zip(line.dues, line.days, strict=True)
            if days
        }
    )
