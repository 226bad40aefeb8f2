"""What is said of the second reader before the first document: who it is, what it will take, and the way out."""

from collections.abc import Callable

from extractor.cli.progress import clock
from extractor.cli.safe import printable
from extractor.cli.texts import Texts
from extractor.wiring import ModelRecipe

__all__ = ["ROW_SECONDS", "announcement"]

ROW_SECONDS = 2
"""That the local model takes for a row on one core of a common machine (docs/design/local-model.md)."""


def announcement(llm: str, model: ModelRecipe | None, texts: Texts) -> Callable[[int], str | None]:
    """The line for a run over so many documents; null where the operator knows already.

    Args:
        llm: as typed.
        model: what it came to.
        texts: in the operator's language.
    """

    def line(documents: int) -> str | None:
        if model is None:
            return texts("run.auto_off") if llm == "auto" else None
        if model.rows is None:
            return printable(texts("run.auto_endpoint", model=model.options.model)) if llm == "auto" else None
        questions = documents * model.rows.most
        return printable(
            texts(
                "run.by_rows_doubtful" if model.rows.doubtful_only else "run.by_rows",
                model=model.options.model,
                rows=model.rows.most,
                questions=questions,
                time=clock(questions * ROW_SECONDS),
            )
        )

    return line
