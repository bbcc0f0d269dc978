"""Merkle trees against a straightforward second implementation of RFC 6962 §2.1, and the known vectors of CT."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.merkle import (
    Frontier,
    included,
    inclusion_proof,
    leaf_hash,
    proof_behind,
    root_of_peaks,
    tree_root,
)

# The eight inputs and the roots that certificate-transparency implementations publish as reference values.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def mth(entries: list[bytes]) -> bytes:
    """MTH(D[n]) as the RFC writes it."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def _entries(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


def test_the_published_roots():
    """Each prefix of the published inputs has the published root, in both implementations."""
    entries = [bytes.fromhex(text) for text in INPUTS]
    for size, root in enumerate(ROOTS, start=1):
        assert tree_root([leaf_hash(entry) for entry in entries[:size]]).hex() == root
        assert mth(entries[:size]).hex() == root


def test_the_empty_tree():
    """No entries: the hash of nothing."""
    assert tree_root([]) == mth([]) == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_any_tree_has_the_root_of_the_rfc(entries: list[bytes]):
    """Grown leaf by leaf or computed by the definition, the root is the same at every size."""
    frontier = Frontier()
    for size, entry in enumerate(entries, start=1):
        frontier.append(leaf_hash(entry))
        assert frontier.root() == mth(entries[:size])
    assert root_of_peaks(frontier.peaks) == mth(entries)


@pytest.mark.parametrize("size", range(1, 18))
def test_inclusion_proofs_hold_for_their_leaf_alone(size: int):
    """Every leaf's proof verifies, and no other leaf, index, root or cut proof does."""
    leaves = [leaf_hash(entry) for entry in _entries(size)]
    root = mth(_entries(size))
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert included(leaf, index, size, proof, root)
        assert not included(leaf_hash(b"other"), index, size, proof, root)
        assert not included(leaf, index, size, (*proof, root), root)
        assert not included(leaf, index, size, proof, leaf_hash(b"other"))
        assert not included(leaf, size, size, proof, root)
        if proof:
            assert not included(leaf, index, size, proof[:-1], root)
            assert not included(leaf, index ^ 1, size, proof, root)


def test_a_proof_outside_the_tree_is_refused():
    """There is no proof for what is not there."""
    with pytest.raises(IndexError):
        inclusion_proof([leaf_hash(b"")], 1)


@given(st.data())
def test_a_proof_behind_a_frontier_is_the_proof(data: st.DataObject):
    """Of the leaves before it only the peaks are needed."""
    size = data.draw(st.integers(1, 200))
    before = data.draw(st.integers(0, size - 1))
    index = data.draw(st.integers(before, size - 1))
    leaves = [leaf_hash(entry) for entry in _entries(size)]
    frontier = Frontier()
    for leaf in leaves[:before]:
        frontier.append(leaf)

    proof = proof_behind(before, frontier.peaks, leaves[before:], index)

    assert proof == inclusion_proof(leaves, index)
    assert included(leaves[index], index, size, proof, tree_root(leaves))


def test_a_leaf_before_the_frontier_has_no_such_proof():
    """Nor one behind the end."""
    leaves = [leaf_hash(entry) for entry in _entries(5)]
    for index in (1, 5):
        with pytest.raises(IndexError):
            proof_behind(2, [tree_root(leaves[:2])], leaves[2:], index)
