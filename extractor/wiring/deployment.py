"""The rules file of a deployment, found and read."""

from collections.abc import Iterable
from pathlib import Path

from extractor.audit import Deployment, parse_deployment, rule_catalogue
from extractor.audit.rulebook import identity_codes
from extractor.errors import UsageError
from extractor.forms import Form, builtin_forms

__all__ = ["load_deployment"]


def load_deployment(path: str | None, forms: Iterable[Form] = ()) -> Deployment:
    """Read a rules file; without one, the rules are as they ship.

    Args:
        path: of the file, or null.
        forms: those in use beside the ones that ship; their identities have levels too.

    Raises:
        UsageError: `rules-unreadable`, or `rules-invalid` with every fault and its line.
    """
    if path is None:
        return Deployment()
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or type(error).__name__).lower() if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(
            "rules-unreadable", reason, place=path, hint="name a UTF-8 YAML file with --rules or GOUJI_RULES"
        ) from error
    known = frozenset(rule_catalogue()) | identity_codes((*builtin_forms(), *forms))
    return parse_deployment(text, path, known)
