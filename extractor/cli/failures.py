"""How a command that fails says so: one line, an exit code, never a trace."""

import json
import sys

from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.errors import DocumentError, FormError, GoujiError, PromptError, UsageError

__all__ = ["INTERRUPTED", "error_line", "exit_code", "report"]

USAGE, SOME_FAILED, COULD_NOT_RUN = 2, 3, 4
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


def exit_code(error: GoujiError) -> int:
    """The exit code of design.md §6.1."""
    if isinstance(error, UsageError | FormError | PromptError):
        return USAGE
    return SOME_FAILED if isinstance(error, DocumentError) else COULD_NOT_RUN


def error_line(error: GoujiError, texts: Texts) -> str:
    """`code: place: message; hint`; in Chinese the message follows what the code means."""
    meaning = texts.optional("error", error.code)
    if meaning is None:
        return printable(str(error))
    message = f"{meaning}（{error.message}）" if error.message else meaning
    return printable(str(GoujiError(error.code, message, place=error.place, hint=error.hint)))


def report(error: GoujiError, texts: Texts, *, as_json: bool) -> None:
    """Print the error: a line on stderr, or a JSON value where the caller looks for one."""
    if as_json:
        value = {"code": error.code, "message": error.message, "place": error.place, "hint": error.hint}
        print(json.dumps({"error": value}, ensure_ascii=False))
    else:
        print(error_line(error, texts), file=sys.stderr)
