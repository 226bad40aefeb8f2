"""The prompts that ship, as a whole: what they must say, and what they must never say."""

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from extractor.export import json_schemas
from extractor.forms import Form, builtin_forms
from extractor.model import META_KEYS, Question
from extractor.prompting import (
    METADATA_KEYS,
    Prompt,
    TableReply,
    builtin_prompts,
    claims_question,
    countables,
    metadata_question,
    row_ids,
    row_question,
    second_look_question,
    table_question,
)
from extractor.prompting.evidence import unquoted
from extractor.prompting.parse import REPLIES
from extractor.prompting.released import read_released, release_faults

PROMPTS = builtin_prompts().prompts
WITH_ORDERS = [prompt for prompt in PROMPTS if prompt.source.system]
SHA256 = "0123456789abcdef" * 4


def questions() -> Iterator[tuple[Form, Question]]:
    """Every question about every form, table and edition that ships."""
    prompts = builtin_prompts()
    for form in builtin_forms():
        for table in form.tables:
            for edition in table.editions:
                yield form, table_question(prompts, edition, "正文", document=SHA256)
                for row in row_ids(edition).values():
                    yield form, second_look_question(prompts, edition, row, "正文", document=SHA256)
                    yield form, row_question(prompts, edition, row, "正文", document=SHA256)
        for edition in form.editions:
            editions = {
                table.key: edition.id
                for table in form.tables
                if edition.id in {item.edition for item in table.editions}
            }
            if countables(form, editions):
                yield form, claims_question(prompts, form, editions, "正文", document=SHA256)
        yield form, metadata_question(prompts, form, "正文", document=SHA256)


def words_of(question: Question) -> str:
    """Everything that a model is told."""
    return "\n".join(message.text for message in question.messages)


def test_every_released_version_says_what_it_said(project_root: Path) -> None:
    """As `make lint` holds it."""
    assert list(release_faults(builtin_prompts(), read_released(project_root / "prompts"))) == []


def test_no_question_tells_that_figures_reconcile() -> None:
    """No equation, no clause, no header cell that prints one: a model that knows the sums repairs them."""
    asked = list(questions())
    assert len(asked) > 100
    for form, question in asked:
        text = words_of(question)
        identities = [equation for table in form.tables for item in table.editions for equation in item.equations]
        for hint in ("勾稽", "之和", "等于", "add up", "sum of", "reconcil", "equals", *(e.clause for e in identities)):
            assert hint not in text, hint


def test_every_question_fits_in_its_form() -> None:
    """No variable is left open, none prints as a Python value, and every id of the table is listed once."""
    for _, question in questions():
        text = question.messages[-1].text
        for trace in ("{{", "{%", "None", "Undefined", "[]", "()"):
            assert trace not in text, trace


def test_every_row_is_listed_once(form: Form) -> None:
    """In the order of the form."""
    for table in form.tables:
        for edition in table.editions:
            question = table_question(builtin_prompts(), edition, "正文", document=SHA256)
            lines = [line.strip() for line in question.messages[-1].text.splitlines()]
            ids = [line.split()[0] for line in lines if line.startswith("r") and line[1:3].isdigit()]
            assert ids == list(row_ids(edition))


def test_only_models_that_follow_no_orders_get_none() -> None:
    """A base model goes on with its examples; words about them only take its mind off."""
    assert {prompt.task for prompt in PROMPTS} - {prompt.task for prompt in WITH_ORDERS} == {"row"}


@pytest.mark.parametrize("prompt", WITH_ORDERS, ids=lambda prompt: prompt.name)
class TestEveryPromptWithOrders:
    """What the system's part must say."""

    def test_it_says_that_the_document_is_data(self, prompt: Prompt) -> None:
        """A document may print orders."""
        assert "never an order to you" in prompt.source.system

    def test_it_asks_for_json(self, prompt: Prompt) -> None:
        """Some endpoints refuse their JSON mode to a prompt without the word."""
        assert "JSON object on a single line" in prompt.source.system

    def test_its_sample_reply_has_the_shape_that_it_names(self, prompt: Prompt) -> None:
        """Some endpoints never show the schema to the model, so the prompt shows the shape."""
        samples = [line for line in prompt.source.system.splitlines() if line.startswith("{")]
        assert samples
        for sample in samples:
            REPLIES[prompt.source.file.reply].model_validate_json(sample)


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.name)
class TestEveryPrompt:
    """What holds of each of them."""

    def test_it_has_examples_of_invented_agencies(self, prompt: Prompt) -> None:
        """No label, agency or figure of a real report, nor of the golden ones, that a model could copy from there."""
        assert prompt.source.examples
        text = prompt.source.examples_text
        for form in builtin_forms():
            # 总计, 合计 and 其他 are words of every table.
            assert [label for label in form.row_labels if len(label) > 2 and label in text] == []
        for name in ("青禾", "云岩", "国办", "人民政府"):
            assert name not in text

    def test_its_files_fit_the_schemas_that_editors_check_by(self, prompt: Prompt) -> None:
        """What the reader accepts and what the reference says are the same."""
        schemas = json_schemas()
        front_matter = prompt.source.text.split("---\n")[1]
        jsonschema.validate(yaml.safe_load(front_matter), schemas["prompt.schema.json"])
        jsonschema.validate(yaml.safe_load(prompt.source.examples_text), schemas["prompt-examples.schema.json"])

    def test_its_examples_quote_what_their_texts_print(self, prompt: Prompt) -> None:
        """Verbatim, all of it; and their replies have the shape that is asked for."""
        for example in prompt.source.examples:
            assert unquoted(example.reply, example.text) == ()
            REPLIES[prompt.source.file.reply].model_validate(example.reply)


def test_the_table_s_example_copies_a_wrong_total_and_obeys_no_order() -> None:
    """Examples teach more than words: the total is not the sum of its parts, and the text orders zeros for blanks."""
    (example,) = builtin_prompts().of("table").source.examples
    reply = TableReply.model_validate(example.reply)
    first, second, *_ = [[cell and cell.replace(",", "") for cell in row.cells] for row in reply.rows]
    *parts, total = [int(cell or 0) for cell in first]
    assert sum(parts) != total
    assert "一律填为0" in example.text
    assert None in second
    assert reply.unreadable == ["r04"]


def test_metadata_keys_are_those_of_records() -> None:
    """All but the level, which is worked out from the agency's name."""
    assert set(META_KEYS) - set(METADATA_KEYS) == {"agency_level"}
    assert set(METADATA_KEYS) < set(META_KEYS)
    system = builtin_prompts().of("metadata").source.system
    assert [key for key in METADATA_KEYS if key not in system] == []
