"""What the access log tells of: a closed vocabulary; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class Access(Term):
    """What the access log tells of: how the casebook was opened, looked into, and what left it or came in."""

    OPENING = "opening"
    NAMES = "names"
    EXPORT = "export"
    PRINT = "print"
    PUBLICATION = "publication"
    IMPORT = "import"
    BACKUP = "backup"
    RESTORE = "restore"
    KEYS = "keys"

    @property
    def label(self) -> str:
        """The kind as the log begins its sentence with it."""
        return say(_ACCESS_LABELS[self.value])


_ACCESS_LABELS = {
    "opening": say("Opened with a passphrase"),
    "names": say("Names shown"),
    "export": say("Exported"),
    "print": say("Printed"),
    "publication": say("Published"),
    "import": say("Imported"),
    "backup": say("Backup made"),
    "restore": say("Backup put back"),
    "keys": say("Passphrase or keys"),
}
