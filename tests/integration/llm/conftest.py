"""Retries that do not wait."""

import pytest

from extractor.llm import sender as sender_module


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without their pauses: how long they are is not what is counted here."""
    monkeypatch.setattr(sender_module, "FIRST_PAUSE", 0.01)
