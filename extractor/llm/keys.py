"""What a reply depends on, as one key: equal questions to equal models have equal keys, whoever asks and pays."""

import hashlib
import json

from extractor.llm.options import Mode, ModelOptions
from extractor.llm.sizes import schema_text
from extractor.model import Question

__all__ = ["reply_key"]

FORMAT = 1
"""Counted up when the content of a stored reply changes its form."""


def reply_key(question: Question, options: ModelOptions, mode: Mode) -> str:
    """SHA-256 over model, parameters, rendered messages, schema, document and repeat; never over key or endpoint."""
    parts: dict[str, object] = {
        "format": FORMAT,
        "model": options.model,
        "mode": mode,
        "temperature": options.temperature,
        "seed": options.seed,
        "max_tokens": question.max_tokens,
        "messages": [
            [message.role, message.text, [hashlib.sha256(image).hexdigest() for image in message.images]]
            for message in question.messages
        ],
        "schema": schema_text(question.reply),
        "document": question.document,
        "repeat": question.repeat,
    }
    # Only where there is something to say, so that replies of before stay known.
    special = {"body": options.body, "reasoning_tokens": options.reasoning_tokens}
    parts.update({name: value for name, value in special.items() if value})
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
