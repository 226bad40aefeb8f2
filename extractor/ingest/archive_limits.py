"""What a zip archive may cost, whether it is a folder of documents or an Office file."""

__all__ = ["CHUNK", "ENCRYPTED", "MOST_DEPTH", "MOST_MEMBERS", "MOST_RATIO", "MOST_TOTAL", "SMALL"]

MOST_MEMBERS = 100_000
"""Members of an archive of documents; the directory of as many takes some 40 MB while it is read."""
MOST_DEPTH = 3
"""Archives inside each other, the outermost one counted: a county's reports in a city's in a province's."""
MOST_TOTAL = 2**34
"""Bytes of all members of an archive, as its directory declares them; none may hold more than it declares."""
MOST_RATIO = 300
"""Times that a member is larger than packed; tables of thousands of equal rows come near 100."""
SMALL = 16 * 2**20
"""Bytes up to which a member or part may be packed as tightly as it likes."""
CHUNK = 2**16
"""Packed bytes that are looked at at a time."""

ENCRYPTED = 0x1
"""Bit of a member's flags."""
