"""What the access log tells of: a closed vocabulary; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class Access(Term):
    """What the access log tells of: how the casebook was opened, looked into, and what left it or came in."""

    OPENING = "opening", say("Opened with a passphrase")
    NAMES = "names", say("Names shown")
    EXPORT = "export", say("Exported")
    PRINT = "print", say("Printed")
    PUBLICATION = "publication", say("Published")
    IMPORT = "import", say("Imported")
    BACKUP = "backup", say("Backup made")
    RESTORE = "restore", say("Backup put back")
    KEYS = "keys", say("Passphrase or keys")
