"""Trips: a caseload's visits arranged so that those in one district fall on the same days.

Pure functions of a caseload. `caseload` is what is given, `visit_days` the days each visit can be on, `diary` who is
where on which day, `search` finds the days of one district, `planning` makes the whole plan, `even_weeks` spreads its
trips over a worker's weeks, `rerouting` one graduate's days beside everybody else's, `repair` changes a plan that
stands, `lower_bound` says what no plan can go below (`group_bound` what a few graduates need), and `shortage` why a
visit has no day.
"""
