"""The worker process: makes its processor once, then answers each job in turn."""

import signal
from multiprocessing.connection import Connection

from extractor.batch.job import Factory, Job
from extractor.batch.limits import Limits
from extractor.batch.task import perform
from extractor.errors import GoujiError

__all__ = ["READY", "serve"]

READY = "ready"


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
            connection.send(perform(processor, job, max_bytes=limits.max_bytes))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
