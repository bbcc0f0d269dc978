"""As whom the operating system's user may act at the command line (`--as`).

Officers work at the office's pages, signed in. The command line believes the machine: in production its users are mapped to
officers; where the sandbox city is the outside world (MADOGUCHI_ENV=dev) anybody acts as anybody.
"""

import os
from pathlib import Path

AS_HELP = (
    "Who decides, e.g. officer-sato: anybody where the sandbox city is; in production an officer whom "
    "MADOGUCHI_STAFF_USERS_FILE gives to this user of the machine."
)
_FIX = "Work at the office's pages, signed in; or give this user its officers in MADOGUCHI_STAFF_USERS_FILE."


def require_may_act(officer: str) -> None:
    """Raise CannotRunError unless this user of the machine may act as an officer; WrongInputError for a file that is none."""
    from adapters.settings import StaffCommandSettings
    from cli.failures import CannotRunError

    settings = StaffCommandSettings.from_environment()
    if settings.env == "dev":
        return
    user = _user()
    given = _officers(settings.staff_users_file) if settings.staff_users_file else {}
    if officer not in given.get(user, ()):
        raise CannotRunError(
            f"--as {officer}: この端末の利用者 {user} には、その職員として働く設定がありません "
            f"(the user {user} of this machine may not act as this officer). {_FIX}"
        )


def _user() -> str:
    """Return the name of the user who runs this, its number where it has none: what the system says, no variable."""
    number = os.geteuid()
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return str(number)


def _officers(file: Path) -> dict[str, tuple[str, ...]]:
    from pydantic import TypeAdapter, ValidationError

    from cli.failures import WrongInputError

    try:
        return TypeAdapter(dict[str, tuple[str, ...]]).validate_json(file.read_bytes())
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise WrongInputError(str(file), reason, "Check MADOGUCHI_STAFF_USERS_FILE.") from None
    except ValidationError:
        fix = 'Write {"user": ["officer-id"]} as JSON.'
        raise WrongInputError(str(file), "is no table of the machine's users", fix) from None
