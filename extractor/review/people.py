"""Accounts and secrets: passwords under argon2, everything else random and kept as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection

from extractor.errors import UsageError
from extractor.store.database import people

__all__ = [
    "SESSION_HOURS",
    "check_password",
    "digest",
    "hash_password",
    "known_role",
    "known_user",
    "new_link",
    "new_secret",
    "new_token",
    "new_user",
    "open_session",
]

SESSION_HOURS = 12
LINK_HOURS = 24
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
LONGEST_NAME = 60


def new_secret() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret: it is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str) -> str:
    """A password as the database keeps it.

    Raises:
        UsageError: `bad-password` when it is too short to withstand guessing.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(
            "bad-password", f"has fewer than {SHORTEST_PASSWORD} characters", hint="choose a few words in a row"
        )
    return _hasher().hash(password)


def check_password(connection: Connection, name: str, password: str) -> people.User | None:
    """The account, when the password is its own; takes as long for a name that nobody has."""
    user = people.find_user(connection, name)
    kept = people.password_hash(connection, user.id) if user is not None else None
    try:
        matches = _hasher().verify(kept or _nobody(), password[:LONGEST_PASSWORD])
    except (Argon2Error, InvalidHashError):
        return None
    return user if matches and kept is not None and user is not None and not user.disabled else None


def new_user(connection: Connection, name: str, role: str, now: datetime) -> people.User:
    """Make an account.

    Raises:
        UsageError: `bad-user` when the name is taken or none, or there is no such role.
    """
    known = known_role(role)

    if not name.isprintable() or not 1 <= len(name.strip()) <= LONGEST_NAME or name != name.strip():
        raise UsageError("bad-user", "is no name", place=repr(name[:LONGEST_NAME]), hint="use letters and digits")
    if people.find_user(connection, name) is not None:
        raise UsageError("bad-user", "there is an account of this name", place=name, hint="choose another name")
    return people.add_user(connection, name, known, now.isoformat())


def known_role(role: str) -> people.Role:
    """The role of this name.

    Raises:
        UsageError: `bad-user`.
    """
    known: people.Role | None = next((each for each in people.ROLES if each == role), None)
    if known is None:
        raise UsageError("bad-user", "is no role", place=role, hint=f"roles are {', '.join(people.ROLES)}")
    return known


def known_user(connection: Connection, name: str) -> people.User:
    """The account of this name.

    Raises:
        UsageError: `unknown-user`.
    """
    user = people.find_user(connection, name)
    if user is None:
        raise UsageError("unknown-user", "there is no such account", place=name, hint="see `gouji review users DIR`")
    return user


def new_link(connection: Connection, user: people.User, now: datetime) -> str:
    """The secret of a link that lets `user` in once."""
    secret = new_secret()
    until = (now + timedelta(hours=LINK_HOURS)).isoformat()
    people.add_link(connection, digest(secret), user.id, until=until, now=now.isoformat())
    return secret


def new_token(connection: Connection, user: people.User, name: str, now: datetime) -> tuple[int, str]:
    """A key with which a program acts for `user`: its number, and the secret, which nobody can read again."""
    secret = new_secret()
    return people.add_token(connection, digest(secret), user.id, name, now.isoformat()), secret


def open_session(connection: Connection, user: people.User, now: datetime) -> str:
    """The secret that a browser shows from now on."""
    secret = new_secret()
    until = (now + timedelta(hours=SESSION_HOURS)).isoformat()
    people.add_session(connection, digest(secret), user.id, new_secret(), until=until, now=now.isoformat())
    return secret


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash that no password fits, so that names without an account cannot be told by the clock."""
    return _hasher().hash(new_secret())
