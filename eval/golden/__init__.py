"""The golden set: documents with the right answer, drawn by seed or kept as files, each with its checksum."""

from eval.golden.documents import Golden, load
from eval.golden.keying import expectation_of, read_keyed
from eval.golden.manifest import Item, Manifest, Need, Split, read_manifest

__all__ = ["Golden", "Item", "Manifest", "Need", "Split", "expectation_of", "load", "read_keyed", "read_manifest"]
