"""Whether the client libraries are there; they are imported when a model is asked, and never otherwise."""

from importlib.util import find_spec

from extractor.errors import UsageError

__all__ = ["LIBRARIES", "missing_libraries", "require"]

LIBRARIES = ("genai_prices", "instructor", "openai", "tenacity")


def missing_libraries() -> list[str]:
    """Those that are not installed; none is imported."""
    return [name for name in LIBRARIES if find_spec(name) is None]


def require() -> None:
    """Make sure that the libraries are there, without importing them.

    Raises:
        UsageError: `missing-extra`.
    """
    missing = missing_libraries()
    if missing:
        raise UsageError(
            "missing-extra", f"a model needs {', '.join(missing)}", place="llm", hint="pip install 'gouji[llm]'"
        )
