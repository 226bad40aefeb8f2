"""The sub-command `gouji eval`, which the command line finds through the entry-point group `gouji.commands`."""

__all__: list[str] = []
