"""The model reader's way out: any endpoint with the OpenAI API, its pace, its cost, and a cache of what it said."""

from extractor.llm.options import LIMITS, MODES, STRATEGIES, Limit, Mode, ModelOptions, Secret, Strategy

__all__ = ["LIMITS", "MODES", "STRATEGIES", "Limit", "Mode", "ModelOptions", "Secret", "Strategy"]
