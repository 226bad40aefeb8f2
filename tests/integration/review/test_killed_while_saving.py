"""A process that is killed while it saves answers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractor.model import Record
from extractor.store import Manifest
from extractor.store.database import decisions
from extractor.store.database.opening import Database, database_url
from extractor.store.ledger import walk

SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from extractor.forms import builtin_forms
from extractor.review.answers import Reply
from extractor.review.desk import Desk
from extractor.review.importing import Importer
from extractor.review.people import new_user
from extractor.store import OutputFolder
from extractor.store.database.opening import Database, database_url
from extractor.store.database.shapes import Filters

folder = OutputFolder(Path(sys.argv[1]))
forms = {form.id: form for form in builtin_forms()}
database = Database(database_url(folder.path, None))
Importer(forms).run(database, folder, folder.read_manifest())
with database.writing() as connection:
    user = new_user(connection, "wang", "reviewer", datetime.now(UTC))
desk = Desk(database, forms, lambda: datetime.now(UTC))
while True:
    item = desk.next(Filters(kind="cell"), user)
    if item is None:
        desk.undo(user)
        continue
    entry = desk.decide(item.id, Reply("type", text="1", reason="x"), user)[0]
    print(entry.seq, entry.hash, flush=True)
"""


def test_kill_loses_nothing_that_was_acknowledged(
    doubtful_report: tuple[Record, str], write_run: Callable[..., Manifest], tmp_path: Path
) -> None:
    """Killed in the middle of saving, three times over: every entry it named is there, and the chain holds."""
    record, content = doubtful_report
    for attempt, acknowledged in enumerate((1, 4, 9)):
        folder = tmp_path / f"out{attempt}"
        write_run(folder, [record], {str(record.document.sha256): content})
        child = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(folder)], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(acknowledged)]
        time.sleep(0.003 * attempt)
        os.kill(child.pid, signal.SIGKILL)
        lines += child.stdout.read().splitlines(keepends=True)
        child.stdout.close()
        child.wait()
        named = dict(line.split() for line in lines if line.endswith("\n"))
        assert len(named) >= acknowledged
        database = Database(database_url(folder, None))
        with database.reading() as connection:
            entries = list(decisions.read_chain(connection))
            assert list(walk(entries, decisions.read_head(connection))) == []
        database.close()
        kept = {str(entry.seq): entry.hash for entry in entries}
        assert named.items() <= kept.items(), json.dumps(named)
