"""How risk and severity are lit."""

from followup.case.vocabulary import RiskLevel, Severity

RISK_STYLE = {RiskLevel.LOW: "good", RiskLevel.RAISED: "watch", RiskLevel.HIGH: "bad"}
LIST_RISK_STYLE = RISK_STYLE | {RiskLevel.LOW: ""}
"""The same in a list, where low risk is not worth a colour."""
SEVERITY_STYLE = {Severity.WATCH: "", Severity.CONCERN: "watch", Severity.DANGER: "bad"}
