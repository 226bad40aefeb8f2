"""People settle what a machine cannot: the queue, its pages, its commands, and what their answers do to records."""

__all__: list[str] = []
