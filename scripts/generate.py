"""Writes the generated reference files, or checks that they are up to date.

Usage: python -m scripts.generate [--check]
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from eval.golden import Manifest
from extractor.export import json_schemas, rules_page, schema_text
from extractor.forms import builtin_forms
from extractor.llm.inspection import EndpointReport
from extractor.testing.dialects import DialectFile, read_dialects
from scripts.endpoints_page import endpoints_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def generated() -> Mapping[str, str]:
    """Every generated file and its content, by name."""
    schemas = {name: schema_text(schema) for name, schema in json_schemas().items()}
    golden = schema_text(Manifest.model_json_schema(by_alias=True))
    endpoint = schema_text(EndpointReport.model_json_schema(mode="serialization"))
    dialects = schema_text(DialectFile.model_json_schema())
    return {
        **schemas,
        "golden.schema.json": golden,
        "endpoint.schema.json": endpoint,
        "dialects.schema.json": dialects,
        "rules.md": rules_page(builtin_forms()),
        "endpoints.md": endpoints_page(read_dialects()),
    }


def stale(files: Mapping[str, str], folder: Path) -> list[str]:
    """The names of the files whose content in `folder` is another, or that are not there."""
    return [
        name
        for name, content in files.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != content
    ]


def main(arguments: list[str]) -> int:
    """Write or check the files and return the exit code."""
    parser = argparse.ArgumentParser(description="Write the generated reference files.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is not up to date")
    options = parser.parse_args(arguments)
    files = generated()
    names = stale(files, FOLDER)
    if options.check:
        for name in names:
            print(f"docs/reference/{name}: error: not up to date: run `make schemas`")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        (FOLDER / name).write_text(files[name], encoding="utf-8")
        print(f"docs/reference/{name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
