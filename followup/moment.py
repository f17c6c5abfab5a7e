"""The moment of a command: the one thing of the clock that is handed on."""

from datetime import date, datetime

from followup.values import Value


class Moment(Value):
    """The day it is where the worker is, and the instant in UTC; read once, at the edge of the program."""

    today: date
    now: datetime
