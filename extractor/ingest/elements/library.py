"""The one place that touches `unstructured`: imported when first needed, silent, and without any network.

It answers from two things outside the file: its environment variables, and a language model that it downloads at the
first paragraph. Both are taken from it here. The model is English and tells prose by its verbs, so it says nothing of a
Chinese report; in its place stands a pipeline that only splits words and sentences.
"""

import importlib
import logging
import os
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from extractor.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["imported", "require"]

OPT_OUTS = {"DO_NOT_TRACK": "true", "SCARF_NO_ANALYTICS": "true", "UNSTRUCTURED_DISABLE_NOTICE": "1"}
"""It reports every import and every call to its makers, and advertises, unless these are set."""
TUNING = (
    "DOCX_TABLE_MAX_CELLS",
    "GLOBAL_WORKING_DIR_ENABLED",
    "UNSTRUCTURED_LANGUAGE_CHECKS",
    "UNSTRUCTURED_NARRATIVE_TEXT_CAP_THRESHOLD",
    "UNSTRUCTURED_NARRATIVE_TEXT_NON_ALPHA_THRESHOLD",
    "UNSTRUCTURED_TITLE_MAX_WORD_LENGTH",
    "UNSTRUCTURED_TITLE_NON_ALPHA_THRESHOLD",
)
"""With these it gives other answers for the same file, which no record would tell."""

TOKENIZE = "unstructured.nlp.tokenize"
MODEL_HOOK = "_load_spacy_model"
"""What it calls for its language model; no public way to give it another exists."""
DOWNLOAD_HOOK = "_install_spacy_model"


def require() -> None:
    """Make sure that the library is there, without importing it.

    Raises:
        UsageError: `missing-extra`.
    """
    if any(find_spec(name) is None for name in ("unstructured", "spacy", "docx")):
        raise _missing()


def imported(module: str) -> ModuleType:
    """One of the library's modules, ready to be used offline. The first call takes seconds.

    Raises:
        UsageError: `missing-extra` when it is not installed; `changed-library` when it no longer lets itself be kept
            from the network.
    """
    # At every call: it looks at them at every call, and whoever embeds us may have put them back.
    os.environ.update(OPT_OUTS)
    for name in TUNING:
        os.environ.pop(name, None)
    root = logging.getLogger()
    if not root.handlers:
        # It warns through the root logger, which without a handler would begin to print.
        root.addHandler(logging.NullHandler())
    require()
    _take_offline()
    return importlib.import_module(module)


@cache
def _take_offline() -> None:
    tokenize = importlib.import_module(TOKENIZE)
    for hook, replacement in ((MODEL_HOOK, _model), (DOWNLOAD_HOOK, _no_download)):
        if not callable(getattr(tokenize, hook, None)):
            raise UsageError(
                "changed-library",
                f"{TOKENIZE} no longer has {hook}, so it might go online",
                place="unstructured",
                hint="install the version that the lock file names",
            )
        setattr(tokenize, hook, replacement)


def _model() -> "Language":
    import spacy

    model = spacy.blank("xx")
    model.add_pipe("sentencizer")
    return model


def _no_download() -> NoReturn:
    raise RuntimeError("the language model is never downloaded")


def _missing() -> UsageError:
    return UsageError(
        "missing-extra",
        "the second parser of office and web files is not installed",
        place="unstructured",
        hint="install gouji[elements]",
    )
