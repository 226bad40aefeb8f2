"""The environment, read in one place."""

import pytest

from extractor.errors import UsageError
from extractor.llm import Secret
from extractor.settings import available_cores, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    """Nothing needs to be set."""
    settings = read_settings({})
    assert settings.max_bytes == 64 * 2**20
    assert settings.jobs == available_cores() >= 1
    assert (settings.language, settings.color, settings.columns) == ("en", True, None)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "GOUJI_LANG": "en"}, "en"),
        ({"GOUJI_LANG": "zh"}, "zh"),
    ],
)
def test_the_language_is_named_or_that_of_the_locale(environment: dict[str, str], language: str) -> None:
    """`GOUJI_LANG` decides, then the locale in the order of POSIX."""
    assert read_settings(environment).language == language


def test_numbers_and_colour_are_read() -> None:
    """Every setting reaches its field."""
    settings = read_settings(
        {"GOUJI_MAX_BYTES": "1000", "GOUJI_TIMEOUT": "2.5", "GOUJI_JOBS": "3", "NO_COLOR": "1", "COLUMNS": "80"}
        | {"GOUJI_RULES": "r.yaml"}
    )
    assert (settings.max_bytes, settings.timeout, settings.jobs) == (1000, 2.5, 3)
    assert (settings.color, settings.columns, settings.rules) == (False, 80, "r.yaml")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOUJI_JOBS", "0"),
        ("GOUJI_JOBS", "many"),
        ("GOUJI_TIMEOUT", "inf"),
        ("GOUJI_LANG", "fr"),
        ("GOUJI_JOBS", "nan"),
        ("GOUJI_LLM_MODE", "magic"),
        ("GOUJI_LLM_CONCURRENCY", "0"),
        ("GOUJI_LLM_THREADS", "0"),
        ("GOUJI_LLM_REQUESTS_PER_MINUTE", "0"),
        ("GOUJI_LLM_TEMPERATURE", "-1"),
        ("GOUJI_LLM_SEED", "x"),
        ("GOUJI_PRICE_INPUT", "free"),
        ("GOUJI_PRICE_OUTPUT", "NaN"),
        ("GOUJI_LLM_LIMIT", "most"),
        ("GOUJI_LLM_CONTEXT", "-1"),
        ("GOUJI_LLM_REASONING_TOKENS", "many"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    """The error says which variable is wrong and what it holds."""
    with pytest.raises(UsageError, match=value) as raised:
        read_settings({name: value})
    assert (raised.value.code, raised.value.place) == ("bad-setting", name)


def test_the_model_is_read_and_its_key_is_not_shown() -> None:
    """Every setting of the endpoint reaches its field."""
    settings = read_settings(
        {
            "OPENAI_API_KEY": "sk-secret",
            "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
            "GOUJI_LLM_MODEL": "m",
            "GOUJI_LLM_MODE": "tools",
            "GOUJI_LLM_TEMPERATURE": "0.5",
            "GOUJI_LLM_SEED": "7",
            "GOUJI_LLM_SEES": "1",
            "GOUJI_LLM_CONCURRENCY": "3",
            "GOUJI_LLM_ROWS": "12",
            "GOUJI_LLM_THREADS": "4",
            "GOUJI_LLM_REQUESTS_PER_MINUTE": "60",
            "GOUJI_LLM_TOKENS_PER_MINUTE": "0.5",
            "GOUJI_LLM_TIMEOUT": "9",
            "GOUJI_CACHE": "c",
            "GOUJI_CACHE_BYTES": "5000",
            "GOUJI_PRICE_INPUT": "0.1",
            "GOUJI_PRICE_OUTPUT": "0",
            "GOUJI_STANDINGS": "s.json",
        }
    )
    model = settings.model
    assert (model.model, model.base_url, model.key.reveal(), model.mode) == (
        "m",
        "http://127.0.0.1:1/v1",
        "sk-secret",
        "tools",
    )
    assert (model.temperature, model.seed, model.sees, model.concurrency) == (0.5, 7, True, 3)
    assert (model.rows, model.threads) == (12, 4)
    assert (model.requests_per_minute, model.tokens_per_minute, model.timeout) == (60, 0.5, 9)
    assert (model.cache, model.cache_bytes, model.price_input, model.price_output) == ("c", 5000, "0.1", "0")
    assert settings.standings == "s.json"
    assert "sk-secret" not in repr(settings)


def test_a_model_may_take_no_temperature() -> None:
    """Some refuse to be told one; the default is 0."""
    assert read_settings({"GOUJI_LLM_TEMPERATURE": "none"}).model.temperature is None
    assert read_settings({}).model.temperature == 0


def test_replies_are_kept_where_the_system_keeps_caches() -> None:
    """As the XDG rules say, else below the home folder."""
    assert read_settings({"XDG_CACHE_HOME": "/x", "HOME": "/h"}).model.cache == "/x/gouji"
    assert read_settings({"HOME": "/h"}).model.cache == "/h/.cache/gouji"


def test_traces_need_both_keys_and_keep_the_secret_one_to_themselves() -> None:
    """One key alone means nothing; the server, the environment and the switch for text reach their fields."""
    keys = {"LANGFUSE_PUBLIC_KEY": "pk", "LANGFUSE_SECRET_KEY": "sk-secret"}
    assert read_settings({"LANGFUSE_PUBLIC_KEY": "pk"}).traces is None
    assert read_settings({"LANGFUSE_SECRET_KEY": "sk-secret"}).traces is None
    plain = read_settings(keys).traces
    assert plain is not None
    assert (plain.base_url, plain.text) == ("https://cloud.langfuse.com", False)
    assert "sk-secret" not in repr(read_settings(keys))
    more = {"LANGFUSE_BASE_URL": "http://here", "LANGFUSE_TRACING_ENVIRONMENT": "prod", "GOUJI_TRACE_TEXT": "1"}
    full = read_settings(keys | more).traces
    assert full is not None
    assert (full.base_url, full.environment, full.text) == ("http://here", "prod", True)
    old = read_settings(keys | {"LANGFUSE_HOST": "http://there"}).traces
    assert old is not None
    assert old.base_url == "http://there"


def test_deployments_of_azure_have_variables_of_their_own() -> None:
    """Those that the vendor's client reads; the address without a path, and a version beside it."""
    settings = read_settings(
        {
            "AZURE_OPENAI_ENDPOINT": "https://r.openai.azure.com",
            "AZURE_OPENAI_API_KEY": "azure-secret",
            "OPENAI_API_KEY": "other",
            "OPENAI_API_VERSION": "2024-10-21",
        }
    )
    model = settings.model
    assert (model.base_url, model.api_version, model.key) == (
        "https://r.openai.azure.com",
        "2024-10-21",
        Secret("azure-secret"),
    )
    with pytest.raises(UsageError) as raised:
        read_settings({"AZURE_OPENAI_ENDPOINT": "https://r.openai.azure.com"})
    assert (raised.value.code, raised.value.place) == ("bad-setting", "OPENAI_API_VERSION")


def test_a_version_alone_makes_no_azure() -> None:
    """The variable may be set for another program."""
    model = read_settings({"OPENAI_API_VERSION": "2024-10-21", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}).model
    assert model.api_version is None


def test_headers_and_body_are_objects() -> None:
    """Headers are as secret as the key; the body is kept in one writing, so that equal ones are equal."""
    model = read_settings(
        {"GOUJI_LLM_HEADERS": '{"X-Key": "header-secret"}', "GOUJI_LLM_BODY": '{"b": 1,  "a": {"c": "思"}}'}
    ).model
    assert model.headers == (("X-Key", Secret("header-secret")),)
    assert "header-secret" not in repr(model)
    assert model.body == '{"a": {"c": "思"}, "b": 1}'


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOUJI_LLM_HEADERS", "X-Key: header-secret"),
        ("GOUJI_LLM_HEADERS", '{"X-Key": ["header-secret"]}'),
        ("GOUJI_LLM_HEADERS", '{"X Key": "header-secret"}'),
        ("GOUJI_LLM_BODY", "[]"),
        ("GOUJI_LLM_BODY", '{"model": "header-secret"}'),
        ("GOUJI_LLM_BODY", '{"stream": "header-secret"}'),
    ],
)
def test_headers_and_bodies_that_are_none_are_refused_without_a_word_of_them(name: str, value: str) -> None:
    """What they hold may be a key; and what the program sets itself nobody else sets."""
    with pytest.raises(UsageError) as raised:
        read_settings({name: value})
    assert (raised.value.code, raised.value.place) == ("bad-setting", name)
    assert "header-secret" not in str(raised.value)
