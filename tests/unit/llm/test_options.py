"""What an operator says of an endpoint."""

import pickle
from dataclasses import replace

import pytest

from extractor.llm import ModelOptions, Secret

KEY = "sk-0123456789"


def test_a_secret_is_never_shown() -> None:
    """Neither by itself nor inside what holds it, in any way of printing."""
    options = ModelOptions(key=Secret(KEY))
    for shown in (repr(options), str(options), f"{options.key}", repr([options.key]), str({"key": options.key})):
        assert KEY not in shown
    assert "***" in repr(options)


def test_a_secret_reaches_a_worker_and_is_true_when_set() -> None:
    """Recipes are sent to worker processes."""
    again = pickle.loads(pickle.dumps(ModelOptions(key=Secret(KEY))))  # noqa: S301 - of our own making
    assert again.key.reveal() == KEY
    assert (bool(again.key), bool(Secret())) == (True, False)
    assert again == ModelOptions(key=Secret(KEY))
    assert again != replace(again, key=Secret("other"))


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        (None, "https://api.openai.com"),
        ("http://user:word@127.0.0.1:8000/v1?token=abc", "http://127.0.0.1:8000"),
        ("https://api.deepseek.com", "https://api.deepseek.com"),
    ],
)
def test_the_host_holds_nothing_secret(base_url: str | None, host: str) -> None:
    """Users, paths and queries of an address may be keys."""
    assert ModelOptions(base_url=base_url).host == host
