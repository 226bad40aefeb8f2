"""Picking a proposal for a finding: the cells that it changes are settled with it."""

from sqlalchemy import Connection

from extractor.errors import UsageError
from extractor.model import Cell
from extractor.model.finding import Change, Proposal
from extractor.review.answers import Reply, Settled, State, proposed_cells, state_of_cell
from extractor.review.ledger import Signer
from extractor.review.question import Question
from extractor.review.questions import printed_key
from extractor.store.database import items, leases
from extractor.store.database.people import User
from extractor.store.database.shapes import Item, NewItem
from extractor.store.ledger import Entry

__all__ = ["settle_proposal"]


def settle_proposal(  # noqa: PLR0913, PLR0917 - what is picked, by whom, and when
    connection: Connection,
    question: Question,
    proposal: Proposal,
    reply: Reply,
    sign: Signer,
    user: User,
    now: str,
) -> tuple[Entry, ...]:
    """Settle every cell of the proposal as it says.

    Raises:
        UsageError: `item-settled` or `item-taken` for one of the cells; then none is settled.
    """
    return tuple(
        _settle(connection, question, cell, change, reply, sign, user, now)
        for cell, change in proposed_cells(question.record, proposal)
    )


def _settle(  # noqa: PLR0913, PLR0917 - as above
    connection: Connection,
    question: Question,
    cell: Cell,
    change: Change,
    reply: Reply,
    sign: Signer,
    user: User,
    now: str,
) -> Entry:
    item = _item(connection, question, cell)
    if item.settled is not None:
        raise UsageError("item-settled", "this cell is settled already", place=cell.path, hint="undo that first")
    lease = leases.lease_of(connection, item.id, now)
    if lease is not None and lease.user != user.id:
        raise UsageError("item-taken", f"{lease.name} is at this cell", place=cell.path, hint="try again later")
    to = State("number" if change.to is not None else "blank", change.to, None)
    settled = Settled(state_of_cell(cell).json, to.json, to)
    asked = Question(
        item=item,
        record=question.record,
        form=question.form,
        cell=cell,
        findings=question.findings,
        choices=(),
        entries=(),
        lease=question.lease,
        skips=(),
        settled=question.settled,
    )
    entry = sign.answer(connection, asked, "pick", settled, reply.reason)
    items.mark(connection, item.id, settled=entry.seq)
    leases.release(connection, item.id)
    return entry


def _item(connection: Connection, question: Question, cell: Cell) -> Item:
    """The question about a cell; made on the spot for a cell that nobody was to be asked about."""
    source = question.item
    known = items.find_item(connection, source.document, "cell", cell.path, printed_key(cell))
    if known is not None:
        return known
    table, row, _ = cell.path.split(".", 2)
    return items.add_aside(
        connection,
        NewItem(
            kind="cell",
            document=source.document,
            subject=cell.path,
            printed=printed_key(cell),
            version=source.version,
            row_key=f"{table}.{row}",
            table_key=table,
            rule=source.rule,
            tier=cell.tier,
            format=source.format,
            agency=source.agency,
            year=source.year,
            score=0.0,
        ),
        like=source,
    )
