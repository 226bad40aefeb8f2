"""The words around the tables, written for the generator and agreeing with its figures."""

from eval.generator.prose.body import write_other, write_overview, write_problems
from eval.generator.prose.facts import Facts, gather
from eval.generator.prose.front import Front, write_front

__all__ = ["Facts", "Front", "gather", "write_front", "write_other", "write_overview", "write_problems"]
