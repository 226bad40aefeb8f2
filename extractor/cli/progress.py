"""A run's progress: a bar on a terminal, a line now and then off it, nothing for `--json`."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from extractor.batch import Totals
from extractor.cli.failures import error_line
from extractor.cli.terminal import make_console
from extractor.cli.texts import Texts
from extractor.errors import DocumentError
from extractor.settings import Settings
from extractor.store import Head

__all__ = ["PlainProgress", "Progressing", "Silent", "TerminalProgress", "clock", "watch"]

SHOWN_FAILURES = 20
"""Failed documents that are named as they fail; a whole folder of them would hide everything else."""
EVERY_SHARE = 0.1
EVERY_SECONDS = 5.0
AT_LEAST_SECONDS = 1.0
"""A plain line comes after a tenth of the documents or five seconds, but never more than one a second."""
Announced = Callable[[int], str | None]


def nothing(_documents: int) -> None:
    """Nothing is announced."""


class Silent:
    """Watches and says nothing, but remembers how far the run came."""

    def __init__(self) -> None:
        """Nothing is done yet."""
        self.totals = Totals(0)

    def started(self, totals: Totals) -> None:
        """Remember the totals."""
        self.totals = totals

    def advanced(self, totals: Totals, head: Head) -> None:  # noqa: ARG002 - the protocol's
        """Remember the totals."""
        self.totals = totals

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


class Progressing(Silent):
    """What both visible kinds share: names the documents that fail."""

    def __init__(self, texts: Texts, announced: Announced = nothing) -> None:
        """Speak the language of `texts`; `announced` is what is said before so many documents."""
        super().__init__()
        self.texts = texts
        self._announced = announced
        self._failures = 0

    def started(self, totals: Totals) -> None:
        """Say what is taken over from earlier runs, and who reads the rest."""
        super().started(totals)
        line = self._announced(totals.total - totals.reused)
        if line is not None:
            self.say(line)
        if totals.reused:
            self.say(self.texts("run.reused", count=totals.reused, total=totals.total))

    def advanced(self, totals: Totals, head: Head) -> None:
        """Name a document that failed."""
        super().advanced(totals, head)
        if head.status != "failed" or head.error is None:
            return
        self._failures += 1
        if self._failures <= SHOWN_FAILURES:
            error = DocumentError(head.error.code, head.error.message, place=head.path, hint=head.error.hint)
            self.say(error_line(error, self.texts))
        elif self._failures == SHOWN_FAILURES + 1:
            self.say(self.texts("run.more_failures"))

    def say(self, line: str) -> None:
        """Print a line beside the progress."""
        raise NotImplementedError


class PlainProgress(Progressing):
    """Lines for a log file or a pipe."""

    def __init__(
        self,
        texts: Texts,
        file: TextIO,
        now: Callable[[], float] = time.monotonic,
        announced: Announced = nothing,
    ) -> None:
        """Write to `file`; `now` gives seconds."""
        super().__init__(texts, announced)
        self._file = file
        self._now = now
        self._start = self._last = now()
        self._last_done = 0

    def started(self, totals: Totals) -> None:
        """Start the clock."""
        super().started(totals)
        self._start = self._last = self._now()
        self._last_done = totals.done

    def advanced(self, totals: Totals, head: Head) -> None:
        """Print a line when one is due."""
        super().advanced(totals, head)
        now = self._now()
        waited, share = now - self._last, (totals.done - self._last_done) / totals.total
        if waited >= EVERY_SECONDS or (share >= EVERY_SHARE and waited >= AT_LEAST_SECONDS):
            self._last, self._last_done = now, totals.done
            elapsed = now - self._start
            left = elapsed / (totals.done - totals.reused) * (totals.total - totals.done)
            self.say(
                self.texts(
                    "run.progress",
                    done=totals.done,
                    total=totals.total,
                    failed=totals.by_status["failed"],
                    elapsed=clock(elapsed),
                    left=clock(left),
                )
            )

    def say(self, line: str) -> None:
        """Print the line at once."""
        print(line, file=self._file, flush=True)


class TerminalProgress(Progressing):
    """A bar with the time left; failures are printed above it."""

    def __init__(self, texts: Texts, console: Console, announced: Announced = nothing) -> None:
        """Draw on `console`: standard error, so that a redirected output stays clean."""
        super().__init__(texts, announced)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None

    def started(self, totals: Totals) -> None:
        """Draw the bar."""
        super().started(totals)
        self._progress.start()
        self._task = self._progress.add_task(self.texts("run.reading"), total=totals.total, completed=totals.done)

    def advanced(self, totals: Totals, head: Head) -> None:
        """Move the bar."""
        super().advanced(totals, head)
        if self._task is not None:
            self._progress.update(self._task, completed=totals.done)

    def say(self, line: str) -> None:
        """Print the line above the bar."""
        self._progress.console.print(line)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


def watch(texts: Texts, settings: Settings, *, as_json: bool, announced: Announced = nothing) -> Silent:
    """The observer that suits where the output goes; `announced` is what it says before so many documents."""
    if as_json:
        return Silent()
    console = make_console(settings, sys.stderr)
    # A dumb terminal cannot move its cursor back over a bar.
    if console.is_terminal and not console.is_dumb_terminal:
        return TerminalProgress(texts, console, announced)
    return PlainProgress(texts, sys.stderr, announced=announced)


def clock(seconds: float) -> str:
    """Hours, minutes and seconds: `1:02:03`, or `02:03` below an hour."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
