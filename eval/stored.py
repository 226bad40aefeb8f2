"""Reads what the evaluation keeps as JSON or YAML: whole, and in its schema, or not at all."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from extractor.errors import NothingToDoError, UsageError

__all__ = ["read_stored"]

Kept = TypeVar("Kept", bound=BaseModel)


def read_stored(kind: type[Kept], path: Path, *, absent: tuple[str, str, str], invalid: tuple[str, str]) -> Kept:
    """Read a file: YAML where its name says so, else JSON.

    Args:
        kind: what it holds.
        path: where it is.
        absent: code, message and next step when there is none.
        invalid: code and next step when it holds something else.

    Raises:
        NothingToDoError: there is none; nothing to work with is no success.
        UsageError: it holds something else, or is no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        code, message, hint = absent
        raise NothingToDoError(code, message, place=str(path), hint=hint) from error
    code, hint = invalid
    try:
        if path.suffix == ".yaml":
            return kind.model_validate(yaml.safe_load(content))
        return kind.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(code, f"{place}: {first['msg']}", place=str(path), hint=hint) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(code, " ".join(str(error).split()), place=str(path), hint=hint) from error
