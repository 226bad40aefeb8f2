"""`gouji forms`."""

import json
from collections.abc import Sequence

from extractor.cli.screen import render_form, render_forms
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.forms import Form, builtin_forms
from extractor.settings import Settings
from extractor.wiring import choose_forms

__all__ = ["show_forms"]


def show_forms(name: str | None, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print the list of forms, or one form."""
    forms = builtin_forms() if name is None else choose_forms(name)
    if as_json:
        print(json.dumps(_json(forms), ensure_ascii=False))
        return 0
    console = make_console(settings)
    for part in render_forms(forms, texts) if name is None else render_form(forms[0], texts):
        console.print(part)
    return 0


def _json(forms: Sequence[Form]) -> list[dict[str, object]]:
    return [
        {
            "id": form.id,
            "title": {"zh": form.title.zh, "en": form.title.en},
            "digest": form.digest,
            "tables": [
                {
                    "key": table.key,
                    "title": {"zh": table.title.zh, "en": table.title.en},
                    "editions": [
                        {
                            "edition": edition.edition,
                            "cells": [cell.path for cell in edition.cells],
                            "equations": [
                                {"id": equation.id, "left": equation.left, "right": equation.right}
                                for equation in edition.equations
                            ],
                        }
                        for edition in table.editions
                    ],
                }
                for table in form.tables
            ],
            "equations": [
                {"id": equation.id, "left": equation.left, "right": equation.right} for equation in form.equations
            ],
        }
        for form in forms
    ]
