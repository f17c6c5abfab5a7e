"""Options that several commands of graduates have."""

from typing import Annotated

from followup.messages import say
from followup_cli.options import option

Province = Annotated[str | None, option("--province", say("Where she lives."))]
District = Annotated[str | None, option("--district", say("Where she lives."))]
Against = Annotated[
    str | None, option("--against", say("Why she returns though an assessment says no; no names."), "REASON")
]
