"""`extractor.errors`: one line for the terminal, all parts for the record, and nothing lost between processes."""

import copy
import inspect
import pickle

import pytest

from extractor import errors
from extractor.errors import (
    DocumentError,
    FormError,
    GoujiError,
    ModelError,
    NothingToDoError,
    PromptError,
    StoreError,
    UsageError,
)

KINDS = [DocumentError, FormError, GoujiError, ModelError, NothingToDoError, PromptError, StoreError, UsageError]

EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


class TestLine:
    """What a terminal prints."""

    @pytest.mark.parametrize(
        ("place", "hint", "line"),
        [
            pytest.param(None, None, "empty-file: no text", id="bare"),
            pytest.param("a.txt", None, "empty-file: a.txt: no text", id="with-place"),
            pytest.param(None, "fetch it again", "empty-file: no text; fetch it again", id="with-hint"),
            pytest.param("a.txt", "fetch it again", "empty-file: a.txt: no text; fetch it again", id="with-both"),
            pytest.param("", "", "empty-file: no text", id="empty-parts-leave-no-punctuation"),
        ],
    )
    def test_a_line_holds_code_place_message_and_next_step_in_this_order(
        self, place: str | None, hint: str | None, line: str
    ) -> None:
        """Parts that are not given leave no separator behind."""
        assert str(GoujiError("empty-file", "no text", place=place, hint=hint)) == line

    @EVERY_KIND
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c", "\x85"], ids=ascii)
    def test_an_error_prints_as_one_line_whatever_its_parts_hold(self, kind: type[GoujiError], end: str) -> None:
        """A message quoted from a library or a file name with a line end in it does not break the line."""
        error = kind("some-code", f"first{end}second", place=f"a{end}b.txt", hint=f"do{end}this")
        assert str(error) == "some-code: a b.txt: first second; do this"
        assert len(str(error).splitlines()) == 1

    def test_runs_of_white_space_are_printed_as_one_space(self) -> None:
        """Indented messages of parsers stay readable on one line."""
        assert str(UsageError("bad-flag", "while parsing\n    a block\n\n  found")) == (
            "bad-flag: while parsing a block found"
        )


class TestParts:
    """What a record stores."""

    @EVERY_KIND
    def test_the_parts_are_kept_apart_and_as_given(self, kind: type[GoujiError]) -> None:
        """The printed line is derived; code, message, place and hint stay what the raiser said."""
        error = kind("some-code", "two\nlines", place="a.txt", hint="next step")
        assert (error.code, error.message, error.place, error.hint) == ("some-code", "two\nlines", "a.txt", "next step")

    def test_place_and_hint_are_null_when_not_given(self) -> None:
        """No place is not an empty place."""
        error = DocumentError("empty-file", "no text")
        assert (error.place, error.hint) == (None, None)

    def test_a_form_error_lists_its_faults_in_the_order_given(self) -> None:
        """Faults are a tuple: a caller cannot add to them afterwards."""
        assert FormError("form-invalid", "2 faults", faults=["one", "two"]).faults == ("one", "two")
        assert FormError("form-syntax", "no mapping").faults == ()


class TestTree:
    """What a caller can catch."""

    @EVERY_KIND
    def test_every_error_is_caught_by_the_one_root(self, kind: type[GoujiError]) -> None:
        """`except GoujiError` is enough for a command."""
        assert issubclass(kind, GoujiError)

    def test_programmer_mistakes_stand_outside_the_tree(self) -> None:
        """The root is a plain exception: no built-in class that a slip of ours raises is caught with it."""
        assert GoujiError.__bases__ == (Exception,)

    def test_the_tree_is_drawn_in_full_at_the_top_of_the_module(self) -> None:
        """The docstring names every class of the module, and the module exports each."""
        classes = {
            name for name, item in vars(errors).items() if inspect.isclass(item) and item.__module__ == errors.__name__
        }
        assert classes == set(errors.__all__) == {kind.__name__ for kind in KINDS}
        assert errors.__doc__ is not None
        assert all(name in errors.__doc__ for name in classes)


class TestPickling:
    """The way home from a worker process."""

    @EVERY_KIND
    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_an_error_comes_back_with_every_part(self, kind: type[GoujiError], protocol: int) -> None:
        """Exceptions pickle by their positional arguments alone; ours keep the keyword ones as well."""
        sent = kind("some-code", "what happened", place="a.txt", hint="next step")
        received = pickle.loads(pickle.dumps(sent, protocol))  # noqa: S301 - the bytes are our own
        assert type(received) is kind
        assert vars(received) == vars(sent)
        assert str(received) == str(sent)
        assert received.args == sent.args

    def test_a_form_error_comes_back_with_its_faults(self) -> None:
        """Every fault of a form file reaches the caller, also from another process."""
        sent = FormError("form-invalid", "2 faults", place="f.yaml", hint="mend it", faults=("f.yaml:3: a", "b"))
        received = pickle.loads(pickle.dumps(sent))  # noqa: S301 - the bytes are our own
        assert received.faults == ("f.yaml:3: a", "b")

    def test_a_copy_keeps_every_part(self) -> None:
        """`copy` goes the way of pickle, so it must not drop anything either."""
        sent = FormError("form-invalid", "1 fault", place="f.yaml", hint="mend it", faults=("only",))
        assert vars(copy.copy(sent)) == vars(sent)
