"""The ways into a vault: make one, open it, unlock and lock it. What opening needs is imported when it is opened."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from followup.errors import Damaged, FollowupError, Invalid, Locked, Missing, Refused
from followup.messages import say
from followup.vault import files
from followup.vault.passphrase import Tell, tell_nobody

if TYPE_CHECKING:
    from followup.vault.agent import OpenTimes
    from followup.vault.keys import Header, Keyring
    from followup.vault.vault import Vault

Opened = TypeVar("Opened")
HOME_VARIABLE = "FOLLOWUP_HOME"
PASSPHRASE_VARIABLE = "FOLLOWUP_PASSPHRASE"
BEGUN = "begun"
"""A file that lies in a home from the beginning of a new casebook until its first entry is written."""
RESTORING = "restoring"
"""A file that stands in the folder while a backup is restored into it."""


TRIES = 3
"""How often a passphrase may be typed before the program ends."""


def default_home(environ: Mapping[str, str]) -> Path:
    """Where the vault is: ``FOLLOWUP_HOME``, or the user's own data folder; never the program's source."""
    named = environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    home = Path(platformdirs.user_data_dir("followup", appauthor=False))
    if any(_is_checkout(folder) for folder in (home, *home.parents)):
        raise Refused(
            say("The casebook would be inside the program's source code, where it could be published by mistake."),
            say("Name another folder in {variable}.", variable=HOME_VARIABLE),
        )
    return home


def _is_checkout(folder: Path) -> bool:
    try:
        return 'name = "followup"' in (folder / "pyproject.toml").read_text("utf-8", "replace")
    except OSError:
        return False


def is_vault(home: Path) -> bool:
    """Whether there is a vault in ``home``."""
    return (home / "vault.json").is_file()


def open_with_passphrase(home: Path, typed: str, tell: Tell = tell_nobody) -> "Vault":
    """The vault, opened with a passphrase whether or not it is unlocked; Locked if it is a wrong one."""
    from followup.vault import keys
    from followup.vault.vault import Vault

    return Vault(_real(home), keys.open_keyring(_header(home), typed, tell))


def is_half_restored(home: Path) -> bool:
    """Whether a restore into ``home`` was stopped before its end."""
    return (home / RESTORING).is_file() and not is_vault(home)


def create(
    home: Path,
    passphrase: str,
    *,
    recovery: Sequence[str] = (),
    begin: "Callable[[Vault], object] | None" = None,
) -> "Vault":
    """A new vault in an empty or new folder; ``recovery`` are age public keys that open it as well.

    ``begin`` writes what it begins with. Until that is done it is no casebook yet: whatever stops it, it can be made
    again. Refused if there is a vault, or anything else; DiskFailure if nothing can be written there.
    """
    from followup.vault import keys
    from followup.vault.inventory import Inventory
    from followup.vault.vault import Vault, folders

    place = _real(home)
    refuse_unless_empty(home)
    ring = keys.new(passphrase, recovery)
    for folder in ("", *folders()):
        files.make_private(files.inside(place, folder) if folder else place)
    vault = Vault(place, ring)
    with vault.exclusive():
        refuse_unless_empty(home)
        _clear_begun(place)
        files.save(files.inside(place, BEGUN), b"")
        Inventory(place, ring.data).add((), {})
        keys.write(place, ring)
        vault.new_device()
        if begin:
            begin(vault)
        files.remove(files.inside(place, BEGUN))
    return vault


def _clear_begun(place: str) -> None:
    """Take away what a beginning that was stopped has left, the keys first."""
    for name in _begun_files():
        files.remove(files.inside(place, name))


def _begun_files() -> tuple[str, ...]:
    from followup.vault import installation, inventory, keys

    return keys.FILE, inventory.FILE, installation.FILE


def is_begun(home: Path) -> bool:
    """Whether a casebook was begun in ``home`` and stopped before its first entry: it can be made again."""
    from followup.vault.vault import folders

    place = _real(home)
    if not files.exists(files.inside(place, BEGUN)):
        return False
    found = [name for folder in folders() for name in files.names_if_there(files.inside(place, folder))]
    return all(map(files.is_temporary, found))


def refuse_unless_empty(home: Path) -> None:
    """Refused if ``home`` holds a vault or anything else; no folder, or a vault only begun, counts as empty."""
    from followup.vault.vault import LOCK_FILE, folders

    begun = {BEGUN, *_begun_files()} if is_begun(home) else set()
    if is_vault(home) and not begun:
        raise Refused(say("There is a casebook already."), say("Open it with: followup unlock"))
    place = _real(home)
    try:
        found = [name for name in files.names(place) if not files.is_temporary(name)]
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise Refused(say("There is a file where the casebook's folder should be."), _elsewhere()) from error
    filled = any(files.names_if_there(files.inside(place, one)) for one in folders() if one in found and not begun)
    if filled or set(found) - {*folders(), LOCK_FILE, *begun}:  # an interrupted start leaves empty folders
        raise Refused(say("The folder is not empty, and it holds no casebook."), _elsewhere())


def check_can_restore(home: Path) -> None:
    """Refused unless ``home`` is empty, or holds what a restore that was stopped has left."""
    if not is_half_restored(home):
        refuse_unless_empty(home)


def _elsewhere() -> str:
    return say("Name an empty folder in {variable}.", variable=HOME_VARIABLE)


def load_vault(
    home: Path, *, ask: Callable[[], str] | None, environ: Mapping[str, str], tell: Tell = tell_nobody
) -> "Vault":
    """The opened vault: with the agent's key, the passphrase in ``FOLLOWUP_PASSPHRASE``, or the one that ``ask`` gives.

    Locked if there is none of these, or the passphrase is wrong. ``tell`` hears of blanks that were left out of it.
    """
    from followup.vault.vault import Vault

    header = _header(home)
    place = _real(home)
    kept = _from_agent(place, header)
    ring = kept or _with_passphrase(header, environ.get(PASSPHRASE_VARIABLE, ""), ask, tell)
    return Vault(place, ring, tell, by_passphrase=kept is None)


def _with_passphrase(header: "Header", given: str, ask: Callable[[], str] | None, tell: Tell) -> "Keyring":
    """The keys, with the passphrase ``given`` or typed; who types a wrong one is told and asked again, a few times."""
    from followup.vault import keys

    def opened_with(typed: str) -> "Keyring":
        if not typed:
            raise Locked(say("The casebook is locked."), say("Unlock it with: followup unlock"))
        return keys.open_keyring(header, typed, tell)

    return asked_again(opened_with, given, ask, tell)


def asked_again(opened_with: Callable[[str], Opened], given: str, ask: Callable[[], str] | None, tell: Tell) -> Opened:
    """What is opened with a secret: the one ``given``, or typed when ``ask`` is called, up to `TRIES` times.

    Whoever would be sent away after one slip might type the next try where everybody sees it. Locked or Invalid if the
    last one, or the one given, is wrong.
    """
    for tries in range(TRIES, 0, -1):
        typed = given or (ask() if ask else "")
        try:
            return opened_with(typed)
        except (Locked, Invalid) as error:
            if given or not ask or tries == 1:
                raise
            tell(f"{error.what} {error.hint}")
    raise AssertionError("the last try returns or raises")


def check_there(home: Path) -> None:
    """Say what is missing before a passphrase is asked for: Missing without a vault, Damaged without its keys."""
    _header(home)


def _header(home: Path) -> "Header":
    from followup.vault import keys

    if not is_vault(home):
        if is_half_restored(home):
            raise Damaged(
                say("A backup was being restored here, and that was stopped."),
                say("Restore it again, it begins anew: followup restore FILE"),
            )
        if (home / "cases").is_dir():
            raise Damaged(say("{file} is missing.", file=keys.FILE), say("Put it back from a backup."))
        raise Missing(say("There is no casebook yet."), say("Make one with: followup init"))
    return keys.read(_real(home))


def _from_agent(place: str, header: "Header") -> "Keyring | None":
    """The keys, if the agent has this vault's; an agent with any other key is ignored."""
    from followup.vault import agent, keys

    key = agent.fetch(place, header.vault)
    return keys.ring_of(header, key) if key and keys.check_value(key) == header.check else None


def is_open(home: Path, environ: Mapping[str, str]) -> bool:
    """Whether it can be opened without asking anybody."""
    return bool(environ.get(PASSPHRASE_VARIABLE)) or _from_agent(_real(home), _header(home)) is not None


def open_times(home: Path) -> "OpenTimes | None":
    """How long the agent keeps the key; None where it has none."""
    from followup.vault import agent

    return agent.times(_real(home), _header(home).vault)


def unlock(
    home: Path, passphrase: str, minutes: int = 15, tell: Tell = tell_nobody, ask: Callable[[], str] | None = None
) -> None:
    """Open the vault and have the agent keep the key until it was not used for ``minutes`` (1 to 240).

    Where no passphrase is given, ``ask`` gives it.
    """
    from followup.vault import agent

    ring = _with_passphrase(_header(home), passphrase, ask, tell)
    agent.start(_real(home), ring.vault, ring.data.key, minutes)


def lock(home: Path) -> bool:
    """Have the agent forget the key; whether it had one."""
    from followup.vault import agent, keys

    vault = ""
    with suppress(FollowupError):
        vault = keys.read(_real(home)).vault if is_vault(home) else ""
    return agent.stop(_real(home), vault)


def open_with_recovery(home: Path, identity: str) -> "Vault":
    """The vault, opened with an age secret key; Locked if it is another casebook's."""
    from followup.vault import keys
    from followup.vault.vault import Vault

    return Vault(_real(home), keys.recover_keyring(_header(home), identity))


def rekey(vault: "Vault", passphrase: str) -> "Vault":
    """The vault under a new data key and passphrase; its files are sealed anew by `rekey.reseal`.

    Nothing more is sealed with the key before, and the agent forgets it.
    """
    from followup.vault import agent, keys
    from followup.vault.vault import Vault

    with vault.exclusive():
        ring = keys.next_generation(vault.home, vault.ring, passphrase)
    agent.stop(vault.home)
    return Vault(vault.home, ring)


def has_newer_key(vault: "Vault", ring: "Keyring") -> bool:
    """Whether ``ring`` are later keys of the same vault, such as another laptop gave it."""
    ours = vault.ring
    known = ring.data.of(ours.data.generation)
    later = ring.vault == ours.vault and ring.data.generation > ours.data.generation
    return later and known is not None and known.key == ours.data.key


def take_newer_key(vault: "Vault", ring: "Keyring") -> "Vault":
    """The vault under later keys of its own; its files are sealed anew by `Vault.reseal`."""
    from followup.values import replace
    from followup.vault import agent, keys
    from followup.vault.vault import Vault

    assert has_newer_key(vault, ring)
    with vault.exclusive():
        keys.write(vault.home, replace(ring, listed=vault.ring.listed))
    agent.stop(vault.home)
    return Vault(vault.home, ring)


def _real(home: Path) -> str:
    """One spelling for one folder: the agent is found by it."""
    return os.path.realpath(home)  # Path.resolve may fail on Windows where this does not
