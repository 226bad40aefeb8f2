"""Office files under a password: named for what they are, so that a person can save them without one."""

from typing import NoReturn

from extractor.errors import DocumentError

__all__ = ["EncryptedIngester"]


class EncryptedIngester:
    """Refuses what only a password opens."""

    def ingest(self, data: bytes, *, name: str, path: str) -> NoReturn:
        """Refuse the file.

        Raises:
            DocumentError: `encrypted`, always.
        """
        raise DocumentError(
            "encrypted",
            f"the {len(data)} bytes of {name} are an office file under a password",
            place=path,
            hint="open the file with its password, save it without one, and read that",
        )
