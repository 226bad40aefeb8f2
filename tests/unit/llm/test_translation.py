"""`extractor.llm.faults`: every exception of the client libraries has its stable code."""

import inspect

import httpx2
import openai
import pytest

from extractor.llm.faults import TRANSLATIONS, translate


class TestTranslation:
    """The one place that knows the libraries' exceptions."""

    def test_every_exception_of_the_vendor_has_its_translation(self) -> None:
        """A new class in the library fails this test before it surprises a user."""
        known = {
            name
            for name, kind in inspect.getmembers(openai, inspect.isclass)
            if issubclass(kind, openai.OpenAIError) and not name.startswith("_")
        }
        stated = {item.kind.__name__ for item in TRANSLATIONS if item.kind.__module__.startswith("openai")}
        sockets = {"WebSocketConnectionClosedError", "WebSocketQueueFullError"}
        assert known - sockets == stated

    def test_the_most_specific_stand_first(self) -> None:
        """A class behind one that it derives from would never be reached."""
        for index, item in enumerate(TRANSLATIONS):
            assert not any(issubclass(item.kind, earlier.kind) for earlier in TRANSLATIONS[:index]), item.kind

    def test_every_transport_error_is_an_unreachable_model(self) -> None:
        """Those of the HTTP library, should one get past the client library."""
        fault, passing = translate(httpx2.ReadError("x"))
        assert (fault.code, passing) == ("model-unreachable", True)

    def test_our_own_mistakes_are_not_translated(self) -> None:
        """They are no fault of a model."""
        with pytest.raises(ZeroDivisionError):
            translate(ZeroDivisionError())
