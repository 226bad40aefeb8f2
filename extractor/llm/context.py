"""Prompts that are too long for an endpoint that says nothing of it: what is left of them gets confident wrong replies.

Ollama drops the beginning of a prompt that is longer than its context, and answers as if nothing had happened. Two
signs tell: the prompt was counted as exactly as long as the endpoint is known to cut at, or as far shorter than it can
be.
"""

from extractor.model import ModelFault

__all__ = ["SURE", "cut_off", "is_cut", "too_long"]

SURE = 0.8
"""Share of the known bound up to which a prompt is asked: our count of its tokens is off by about a quarter."""
AT_THE_BOUND = 0.98
"""Share of the known bound from which on a prompt counts as cut: what is cut is counted as the bound, give or take."""
FAR_BELOW = 0.6
"""Share of the likely tokens below which no tokeniser comes: on our prompts o200k, which packs Chinese closest, counts
0.72 of them or more."""
HINT = "raise the context there (Ollama: OLLAMA_CONTEXT_LENGTH)"


def is_cut(counted: int, likely: int, bound: int | None) -> bool:
    """Whether the endpoint answered a part of the prompt.

    Args:
        counted: tokens of the prompt by the endpoint; 0 where it counts none, and nothing can be told.
        likely: tokens by our own estimate.
        bound: tokens at which the endpoint is known to cut; 0 or null for none.
    """
    if not counted:
        return False
    return counted < likely * FAR_BELOW or (bool(bound) and counted >= bound * AT_THE_BOUND)


def cut_off(counted: int) -> ModelFault:
    """The fault of a question whose prompt was cut."""
    return ModelFault("model-context", f"the endpoint read only {counted} tokens of the prompt; {HINT}")


def too_long(bound: int, likely: int) -> ModelFault:
    """The fault of a question that is not asked, because its prompt would be cut."""
    return ModelFault("model-context", f"not asked: about {likely} tokens, and the endpoint cuts at {bound}; {HINT}")
