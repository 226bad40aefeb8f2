"""The worker process: makes its processor once, then answers each job in turn."""

import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from extractor.batch.job import Factory, Job
from extractor.batch.limits import Limits
from extractor.batch.task import perform
from extractor.errors import GoujiError
from extractor.ingest.progress import telling

__all__ = ["READY", "serve"]

READY = "ready"
"""Also sent for each page of a scan: the worker's clock starts anew with every word from it."""


def serve(connection: Connection, factory: Factory, limits: Limits) -> None:
    """Answer jobs until the connection ends, which it also does when the driver is killed."""
    # Where the driver could not hold back Ctrl-C for us (`_without_interrupts`).
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        processor = factory()
    except GoujiError as error:
        connection.send(error)
        return
    connection.send(READY)
    try:
        while True:
            job: Job = connection.recv()
            with telling(lambda: _send_sign(connection)):
                outcome = perform(processor, job, max_bytes=limits.max_bytes)
            connection.send(outcome)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _send_sign(connection: Connection) -> None:
    # A driver that is gone is no fault of the document; it is noticed when the outcome is sent.
    with suppress(OSError):
        connection.send(READY)
