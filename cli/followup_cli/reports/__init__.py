"""The command ``report``: the quarter, the caseload, and the brief for the trainers."""
