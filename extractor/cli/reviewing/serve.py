"""`gouji serve`."""

import json
import socket
from dataclasses import dataclass
from ipaddress import ip_address

import uvicorn

from extractor.cli.reviewing.pictures import PagePictures
from extractor.cli.reviewing.workplace import Workplace, open_workplace
from extractor.cli.texts import Texts, catalogue
from extractor.errors import StoreError
from extractor.review.people import new_link, new_user
from extractor.review.web.app import build_app
from extractor.review.web.site import Site
from extractor.settings import Settings
from extractor.store.database import people
from extractor.store.database.shapes import Filters

__all__ = ["ServeOptions", "serve_folder"]

FIRST = "admin"
"""Name of the account that the first start makes."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """The options as typed."""

    path: str
    host: str
    port: int
    database: str | None = None
    rules: str | None = None


def serve_folder(options: ServeOptions, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Serve the pages until somebody stops the command.

    Raises:
        StoreError: `address-busy` when the address cannot be had; otherwise as `open_workplace`.
    """
    with (
        open_workplace(options.path, settings, texts, database=options.database, rules=options.rules) as place,
        _listening(options) as listener,
    ):
        address = f"http://{_shown(options.host)}:{listener.getsockname()[1]}"
        secret = _first_link(place)
        link = None if secret is None else f"{address}/link/{secret}"
        left = place.desk.left(Filters())
        if as_json:
            print(json.dumps({"address": address, "left": left, "link": link}), flush=True)
        else:
            print(texts("serve.listening", address=address, left=left), flush=True)
            if link is not None:
                print(texts("serve.first", address=link), flush=True)
        pictures = PagePictures(place.folder, place.manifest, settings.max_bytes)
        site = Site(place.desk, place.text_of, catalogue(), texts.language, pictures)
        config = uvicorn.Config(
            build_app(site, hosts=_hosts(options.host)), log_level="warning", access_log=False, server_header=False
        )
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _first_link(place: Workplace) -> str | None:
    """A link for the first administrator, on the first start; null when there are accounts."""
    desk = place.desk
    with desk.database.writing() as connection:
        if people.count_users(connection):
            return None
        return new_link(connection, new_user(connection, FIRST, "admin", desk.now()), desk.now())


def _listening(options: ServeOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
        # Whoever follows the link at once waits for the server instead of being refused.
        listener.listen()
    except OSError as error:
        listener.close()
        raise StoreError(
            "address-busy",
            (error.strerror or str(error)).lower(),
            place=f"{options.host}:{options.port}",
            hint="name another one with --port",
        ) from error
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _hosts(host: str) -> tuple[str, ...]:
    """The names that browsers may use; any for an address that stands for all of this machine's."""
    try:
        anywhere = ip_address(host).is_unspecified
    except ValueError:
        anywhere = False
    return ("*",) if anywhere else (*LOOPBACK, _shown(host))
