"""The command line `gouji`: thin commands over what the packages below can do."""

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    The import waits: worker processes import this module again when they start, and need nothing of it.
    """
    try:
        from extractor.cli.app import run_command

        return run_command(arguments)
    except KeyboardInterrupt:
        # Pressed while the command was still loading; once it runs, it says how to go on.
        return 130
