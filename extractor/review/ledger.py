"""Signing answers: who, when, why, and by which versions the question was made."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from extractor.review.answers import Settled
from extractor.review.question import Question
from extractor.store import Manifest
from extractor.store.database import decisions, runs
from extractor.store.ledger import Action, Entry

__all__ = ["Signer", "signer"]

SIGNED_VERSIONS = ("gouji", "code", "levels")
"""Of a manifest's versions, those that rules depend on; besides them the forms and the prompts."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Everything of an entry that is the same for all answers of one call."""

    actor: str
    at: str
    versions: str

    def answer(
        self, connection: Connection, question: Question, action: Action, settled: Settled, reason: str
    ) -> Entry:
        """Sign an answer to a question."""
        lease = question.lease
        seconds = _seconds(lease.since, self.at) if lease is not None else 0.0
        item = question.item
        entry = Entry(
            seq=0,
            item=item.id,
            document=item.document,
            subject=item.subject,
            action=action,
            before=settled.before,
            after=settled.after,
            reason=reason.strip(),
            versions=self.versions,
            actor=self.actor,
            at=self.at,
            seconds=seconds,
            prev_hash="",
        )
        return decisions.append(connection, entry)

    def undo(self, connection: Connection, taken_back: Entry) -> Entry:
        """Sign that an entry does not hold any more."""
        entry = Entry(
            seq=0,
            item=taken_back.item,
            document=taken_back.document,
            subject=taken_back.subject,
            action="undo",
            before=json.dumps({"seq": taken_back.seq, "after": json.loads(taken_back.after)}, ensure_ascii=False),
            after=taken_back.before,
            reason="",
            versions=self.versions,
            actor=self.actor,
            at=self.at,
            seconds=0.0,
            prev_hash="",
        )
        return decisions.append(connection, entry)

    def promote(self, connection: Connection, document: str, handed_out: str) -> Entry:
        """Sign that the settled values of a document were handed out as a candidate for golden data."""
        entry = Entry(
            seq=0,
            item=0,
            document=document,
            subject="",
            action="promote",
            before="null",
            after=handed_out,
            reason="",
            versions=self.versions,
            actor=self.actor,
            at=self.at,
            seconds=0.0,
            prev_hash="",
        )
        return decisions.append(connection, entry)


def signer(connection: Connection, actor: str, at: str) -> Signer:
    """A signer for answers to questions of the newest run."""
    run = runs.latest_run(connection)
    return Signer(actor, at, "{}" if run is None else _versions(run.manifest))


def _versions(manifest: Manifest) -> str:
    kept = {
        name: version
        for name, version in sorted(manifest.versions.items())
        if name in SIGNED_VERSIONS or name.startswith(("form:", "prompt"))
    }
    return json.dumps({"fingerprint": manifest.fingerprint, **kept}, ensure_ascii=False)


def _seconds(since: str, until: str) -> float:
    elapsed = datetime.fromisoformat(until) - datetime.fromisoformat(since)
    return round(max(0.0, elapsed.total_seconds()), 1)
