"""`gouji review users`: accounts, sign-in links and keys of programs."""

import json
import sys
from dataclasses import asdict, dataclass
from getpass import getpass
from typing import cast

from sqlalchemy import Connection

from extractor.cli.reviewing.queue import Place
from extractor.cli.reviewing.workplace import now, open_workplace
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.review.people import hash_password, known_role, known_user, new_link, new_token, new_user
from extractor.settings import Settings
from extractor.store.database import people

__all__ = ["ACTIONS", "UserOptions", "manage_users"]

ACTIONS = ("list", "add", "link", "role", "password", "disable", "enable", "token", "revoke")


@dataclass(frozen=True, slots=True)
class UserOptions:
    """The options as typed."""

    action: str
    name: str
    role: str
    label: str


def manage_users(place: Place, options: UserOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Do what was asked and print what came of it.

    Raises:
        UsageError: `usage` for an action that there is not; otherwise as the functions of `people`.
    """
    if options.action not in ACTIONS:
        raise UsageError("usage", texts("usage.action", value=options.action, actions=", ".join(ACTIONS)))
    if options.action != "list" and not options.name:
        raise UsageError("usage", texts("usage.user_name"))
    with open_workplace(place.path, settings, texts, database=place.database, rules=place.rules, quiet=as_json) as work:
        # Asked before the transaction: whoever types must not keep others waiting.
        password = _password(texts) if options.action == "password" else ""
        with work.desk.database.writing() as connection:
            done = _list(connection) if options.action == "list" else _change(connection, options, password)
    if as_json:
        print(json.dumps(done, ensure_ascii=False))
        return 0
    for line in _lines(done, texts):
        print(printable(line))
    return 0


def _list(connection: Connection) -> dict[str, object]:
    return {
        "users": [asdict(user) for user in people.list_users(connection)],
        "tokens": [asdict(token) for token in people.list_tokens(connection)],
    }


def _change(connection: Connection, options: UserOptions, password: str) -> dict[str, object]:
    name, moment = options.name, now()
    if options.action == "revoke":
        if not name.isdecimal() or not people.revoke_token(connection, int(name)):
            raise UsageError("unknown-token", "there is no such key", place=name, hint="see `gouji review users DIR`")
        return {"revoked": int(name)}
    if options.action == "add":
        user = new_user(connection, name, options.role, moment)
        return {"user": user.name, "role": user.role, "link": f"/link/{new_link(connection, user, moment)}"}
    user = known_user(connection, name)
    match options.action:
        case "link":
            return {"user": user.name, "role": user.role, "link": f"/link/{new_link(connection, user, moment)}"}
        case "token":
            number, secret = new_token(connection, user, options.label, moment)
            return {"token": number, "secret": secret}
        case "role":
            people.change_user(connection, user.id, role=known_role(options.role))
        case "password":
            people.change_user(connection, user.id, password=hash_password(password))
        case _:
            people.change_user(connection, user.id, disabled=options.action == "disable")
    changed = known_user(connection, name)
    return {"user": changed.name, "role": changed.role, "disabled": changed.disabled}


def _password(texts: Texts) -> str:
    """From the terminal unseen, else the first line of standard input."""
    return getpass(texts("review.password")) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _lines(done: dict[str, object], texts: Texts) -> list[str]:
    if "users" in done:
        groups = cast("dict[str, list[dict[str, object]]]", done)
        return [
            "  ".join(f"{key} {value}" for key, value in each.items() if key != "created")
            for group in groups.values()
            for each in group
        ]
    if "link" in done:
        return [texts("review.user_link", name=done["user"], link=done["link"])]
    if "secret" in done:
        return [texts("review.token", number=done["token"], secret=done["secret"])]
    return ["  ".join(f"{key} {value}" for key, value in done.items())]
