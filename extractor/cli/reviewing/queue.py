"""`gouji review list`, `show`, `decide`, `undo`."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import get_args

from rich.table import Table

from extractor.cli.reviewing.workplace import Workplace, open_workplace
from extractor.cli.safe import printable
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts, catalogue
from extractor.errors import UsageError
from extractor.review.answers import Reply, ReplyAction
from extractor.review.people import known_user
from extractor.review.question import Question
from extractor.review.told import told_of
from extractor.review.view import Speech, blind_text, equations_of, names_of
from extractor.review.web.sitting import Sitting
from extractor.settings import Settings
from extractor.store.database import items
from extractor.store.database.people import User
from extractor.store.database.shapes import Filters
from extractor.store.ledger import Entry

__all__ = ["Place", "decide", "list_questions", "show_question", "undo"]

COLUMNS = (
    "review.number",
    "review.kind",
    "review.rule",
    "review.tier",
    "review.agency",
    "review.year",
    "review.subject",
)

NOBODY = User(0, "", "reviewer", disabled=False, created="")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work lies."""

    path: str
    database: str | None = None
    rules: str | None = None


def list_questions(
    place: Place, filters: Filters, limit: int, settings: Settings, texts: Texts, *, as_json: bool
) -> int:
    """Print the open questions in the order in which they are asked."""
    with _open(place, settings, texts, quiet=as_json) as work:
        with work.desk.database.reading() as connection:
            listed = items.list_items(connection, filters, most=limit)
            left = items.count_left(connection, filters)
        if as_json:
            print(json.dumps({"left": left, "items": [told_of(item) for item in listed]}, ensure_ascii=False))
            return 0
        console = make_console(settings)
        table = Table(box=None, pad_edge=False, header_style="dim")
        for key in COLUMNS:
            table.add_column(texts(key), justify="right" if key in {"review.number", "review.year"} else "left")
        for item in listed:
            shown = told_of(item)
            cells = (
                item.id,
                texts("review.cell" if item.kind == "cell" else "review.finding"),
                shown["rule"],
                shown["tier"],
                item.agency,
                item.year,
            )
            table.add_row(*("" if cell is None else printable(str(cell)) for cell in cells), printable(item.subject))
        console.print(table)
        console.print(texts("review.left", count=left))
    return 0


def show_question(place: Place, number: int, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Print a question with what can be answered."""
    with _open(place, settings, texts, quiet=as_json) as work:
        question = work.desk.look(number)
        if as_json:
            print(json.dumps(_question(question), ensure_ascii=False))
            return 0
        console = make_console(settings)
        for line in _lines(question, work, texts):
            console.print(printable(line))
    return 0


def decide(  # noqa: PLR0917 - what is answered to which question, by whom
    place: Place, number: int, reply: Reply, name: str, settings: Settings, texts: Texts, *, as_json: bool
) -> int:
    """Answer a question.

    Raises:
        UsageError: as `Desk.decide`; `usage` for an action that there is not; `unknown-user`.
    """
    if reply.action not in get_args(ReplyAction):
        raise UsageError("usage", texts("usage.action", value=reply.action, actions=", ".join(get_args(ReplyAction))))
    with _open(place, settings, texts, quiet=as_json) as work:
        entries = work.desk.decide(number, reply, _user(work, name))
    _print_entries(entries, texts, as_json=as_json)
    return 0


def undo(place: Place, name: str, settings: Settings, texts: Texts, *, as_json: bool) -> int:
    """Take back the newest answer of a person."""
    with _open(place, settings, texts, quiet=as_json) as work:
        reopened = work.desk.undo(_user(work, name))
    if as_json:
        print(json.dumps({"reopened": [item.id for item in reopened]}))
    else:
        print(texts("review.reopened", numbers=", ".join(str(item.id) for item in reopened)))
    return 0


def _open(place: Place, settings: Settings, texts: Texts, *, quiet: bool):  # noqa: ANN202 - what `open_workplace` gives
    return open_workplace(place.path, settings, texts, database=place.database, rules=place.rules, quiet=quiet)


def _user(work: Workplace, name: str) -> User:
    with work.desk.database.reading() as connection:
        return known_user(connection, name)


def _print_entries(entries: Iterable[Entry], texts: Texts, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"entries": [asdict(entry) for entry in entries]}, ensure_ascii=False))
        return
    for entry in entries:
        print(printable(texts("review.kept", seq=entry.seq, subject=entry.subject, after=entry.after)))


def _question(question: Question) -> dict[str, object]:
    cell = None if question.item.blind else question.cell
    finding = question.findings[0] if question.item.kind == "finding" else None
    return {
        **told_of(question.item),
        "path": question.record.document.path,
        "settled": question.item.settled,
        "cell": None if cell is None else cell.model_dump(mode="json"),
        "finding": None if finding is None else finding.model_dump(mode="json", by_alias=True),
        "choices": [
            {"number": each.number, "kind": each.kind, "value": each.value, "why": each.why}
            for each in question.choices
        ],
    }


def _lines(question: Question, work: Workplace, texts: Texts) -> Iterable[str]:
    speech = Speech(texts.language, catalogue())
    names = names_of(question.record, work.desk.forms, texts.language)
    sitting = Sitting(question, NOBODY, speech, names)
    yield f"{question.item.id}  {question.record.document.path}"
    if question.cell is not None:
        path = question.cell.path
        yield f"{names.table(path)}: {names.row(path)} / {names.column(path)}  ({path})"
    if sitting.delta:
        yield f"{speech('delta')} {sitting.delta}"
    yield from sitting.why
    if question.item.blind:
        text = blind_text(question, work.text_of(question.item.document) or "")
        yield from (line for line in text.splitlines() if line.strip())
        return
    for equation in equations_of(question, names, speech):
        left, right = (
            " + ".join(f"{term.name} {term.value}" for term in side) for side in (equation.left, equation.right)
        )
        yield f"{equation.code}: {left} {'=' if equation.holds else '≠'} {right}"
    for choice in question.choices:
        yield f"  {choice.number}  {sitting.value(choice.kind, choice.value)}  {sitting.why_choice(choice)}"
    if sitting.finding is not None:
        for number, proposal in enumerate(sitting.finding.proposals, start=1):
            changes = "; ".join(f"{each.cell} {each.from_} → {each.to}" for each in proposal.changes)
            yield f"  {number}  {changes}  {speech.code('why', proposal.why)}"
    for entry in question.entries:
        yield f"{entry.at[:16]}  {entry.actor}: {speech.code('action', entry.action)}  {entry.reason}".rstrip()
