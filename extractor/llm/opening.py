"""The client library, opened for one endpoint: address, keys, certificates, and what an endpoint wants of its own."""

import json
import ssl
from typing import cast

import httpx2
import openai

from extractor.errors import UsageError
from extractor.llm.options import ModelOptions

__all__ = ["body_of", "open_client"]

CONNECT = 10.0
"""Seconds."""
OPENAI = "https://api.openai.com/v1"
HINT = "look at SSL_CERT_FILE, SSL_CERT_DIR and the variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY"


def open_client(options: ModelOptions) -> openai.OpenAI:
    """The client library, without any retry of its own, and with a time for each phase.

    Proxies (`HTTPS_PROXY`, `NO_PROXY`, …) and certificates (`SSL_CERT_FILE`, `SSL_CERT_DIR`) are those that the
    transport finds in the environment, as all of its users expect.

    Raises:
        UsageError: `bad-setting`: the certificates or a proxy are none.
    """
    timeout = httpx2.Timeout(options.timeout, connect=min(CONNECT, options.timeout))
    headers = {name: value.reveal() for name, value in options.headers}
    # It refuses to be made without a key; endpoints on one's own machine want none.
    key = options.key.reveal() or "unset"
    try:
        transport = openai.DefaultHttpxClient(limits=httpx2.Limits(max_connections=None))
    except (OSError, ValueError, ImportError, ssl.SSLError) as error:
        # Named by its kind: a proxy's address may hold a password.
        message = f"certificates or proxy cannot be used ({type(error).__name__})"
        raise UsageError("bad-setting", message, place=options.host, hint=HINT) from error
    if options.api_version is not None:
        return openai.AzureOpenAI(
            azure_endpoint=options.base_url or "",
            api_version=options.api_version,
            api_key=key,
            max_retries=0,
            timeout=timeout,
            default_headers=headers,
            http_client=transport,
        )
    return openai.OpenAI(
        api_key=key,
        base_url=options.base_url or OPENAI,
        max_retries=0,
        timeout=timeout,
        default_headers=headers,
        http_client=transport,
    )


def body_of(options: ModelOptions) -> dict[str, object]:
    """What every request to the endpoint has beside the parameters of OpenAI."""
    return cast("dict[str, object]", json.loads(options.body)) if options.body else {}
