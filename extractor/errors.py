"""Every error a caller may catch.

    GoujiError                 code, message, place, hint: prints as one line
    ├── UsageError             the command was called wrongly               (exit 2)
    ├── DocumentError          this document cannot be read; the batch goes on
    ├── FormError              a form file is wrong; carries all its faults
    ├── ModelError             the model cannot be asked at all              (exit 4)
    ├── PromptError            a prompt file is wrong, or is filled in wrongly  (exit 2)
    ├── StoreError             records cannot be kept: disk full, unwritable (exit 4)
    └── NothingToDoError       no input was found                            (exit 4)

Programmer mistakes raise the built-in exceptions and are not caught.
"""

from collections.abc import Sequence

__all__ = [
    "DocumentError",
    "FormError",
    "GoujiError",
    "ModelError",
    "NothingToDoError",
    "PromptError",
    "StoreError",
    "UsageError",
]


class GoujiError(Exception):
    """A failure with a stable code, the thing and place it concerns, and the next step."""

    def __init__(self, code: str, message: str, *, place: str | None = None, hint: str | None = None) -> None:
        """Keep the parts apart, so that a record can store them and a terminal can print them."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        """One line: `code: place: message; hint`."""
        parts = [self.code, self.place, self.message] if self.place else [self.code, self.message]
        line = ": ".join(part for part in parts if part)
        return " ".join((f"{line}; {self.hint}" if self.hint else line).split())

    def __reduce__(self) -> tuple[object, ...]:
        """Worker processes send errors home by pickle, which would drop keyword arguments."""
        return (_rebuild, (type(self), self.code, self.message, self.place, self.hint))


def _rebuild(kind: type[GoujiError], code: str, message: str, place: str | None, hint: str | None) -> GoujiError:
    return kind(code, message, place=place, hint=hint)


class UsageError(GoujiError):
    """The command line or a setting does not make sense."""


class DocumentError(GoujiError):
    """A document that cannot be read; it becomes a record of status `failed`."""


class ModelError(GoujiError):
    """No model can be asked: nothing reaches it, it refuses us, or what it costs is not known and must be."""


class PromptError(GoujiError):
    """Prompt files that break their schema, or variables that are not those of the prompt."""


class StoreError(GoujiError):
    """The output folder cannot be written or read."""


class NothingToDoError(GoujiError):
    """No supported document was found."""


class FormError(GoujiError):
    """A form file that breaks its schema or contradicts itself."""

    def __init__(
        self, code: str, message: str, *, place: str | None = None, hint: str | None = None, faults: Sequence[str] = ()
    ) -> None:
        """`faults` lists every fault of the file, each with its place."""
        super().__init__(code, message, place=place, hint=hint)
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[object, ...]:
        """The faults travel too."""
        return (_rebuild_form_error, (self.code, self.message, self.place, self.hint, self.faults))


def _rebuild_form_error(
    code: str, message: str, place: str | None, hint: str | None, faults: tuple[str, ...]
) -> FormError:
    return FormError(code, message, place=place, hint=hint, faults=faults)
