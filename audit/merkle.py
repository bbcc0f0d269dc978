"""Merkle trees as in RFC 6962 §2.1: root and inclusion proofs. Pure; SHA-256.

A proof is verified as RFC 9162 §2.1.3.2 says, which applies to the same trees.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """A tree that only grows, kept as the roots of its perfect subtrees, largest first: O(log n) space."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        self.peaks.append(leaf)
        width = self.size
        while width & 1:
            right = self.peaks.pop()
            self.peaks.append(node_hash(self.peaks.pop(), right))
            width >>= 1
        self.size += 1

    def root(self) -> bytes:
        """Return the tree's root."""
        return root_of_peaks(self.peaks)


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """Return the root of a tree from the roots of its perfect subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a tree with these leaf hashes (MTH)."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of the leaf at `index` (PATH). Raises IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), tree_root(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), tree_root(leaves[:split]))


def proof_behind(before: int, peaks: Sequence[bytes], leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of a leaf behind a known frontier, without the leaves before it.

    `peaks` is the frontier of the tree of size `before`, `leaves` are those from there to the end; `index` counts from the
    tree's beginning. The path needs of what lies before only whole perfect subtrees, and these are the peaks: a smaller one
    would lie beside the leaf within a subtree that ends before it. Raises IndexError for a leaf that is not behind.
    """
    if not before <= index < before + len(leaves):
        raise IndexError(index)
    known = _placed(before, peaks)

    def root(begin: int, end: int) -> bytes:
        if (begin, end) in known:
            return known[begin, end]
        if end - begin == 1:
            return leaves[begin - before]
        middle = begin + _split(end - begin)
        return node_hash(root(begin, middle), root(middle, end))

    def path(begin: int, end: int) -> tuple[bytes, ...]:
        if end - begin == 1:
            return ()
        middle = begin + _split(end - begin)
        if index < middle:
            return (*path(begin, middle), root(middle, end))
        return (*path(middle, end), root(begin, middle))

    return path(0, before + len(leaves))


def _placed(size: int, peaks: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """Return the roots of the perfect subtrees of a tree by where they begin and end."""
    placed, begin = dict[tuple[int, int], bytes](), 0
    widths = (1 << bit for bit in range(size.bit_length() - 1, -1, -1) if size >> bit & 1)
    for width, peak in zip(widths, peaks, strict=True):
        placed[begin, begin + width] = peak
        begin += width
    return placed


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof shows `leaf` at `index` in the tree of this size and root."""
    if not 0 <= index < size:
        return False
    here, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            computed = node_hash(step, computed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and computed == root
