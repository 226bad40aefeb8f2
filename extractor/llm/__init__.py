"""The model reader's way out: any endpoint with the OpenAI API, its pace, its cost, and a cache of what it said."""

from extractor.llm.options import LIMITS, MODES, Limit, Mode, ModelOptions, Secret

__all__ = ["LIMITS", "MODES", "Limit", "Mode", "ModelOptions", "Secret"]
