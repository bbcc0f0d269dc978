"""Signed notes: what opens, what does not and why."""

import base64

import pytest

from audit.notes import NoteError, NoteFault, Signer, Verifier, open_note

SEED = bytes(range(32))
TEXT = "origin\n3\nroot\n"
# The example of the C2SP signed-note specification's reference implementation.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_published_example_opens():
    """A note of the reference implementation opens with its published key."""
    assert open_note(EXAMPLE_NOTE, [Verifier.parse(EXAMPLE_KEY)]).startswith("If you think cryptography")


def test_a_signed_text_opens_with_the_public_key_alone():
    """The verifier key, written and read back, is all that is needed."""
    signer = Signer("example.jp/ledger", SEED)

    assert open_note(signer.sign(TEXT), [Verifier.parse(str(signer.verifier))]) == TEXT


def test_one_known_signature_of_several_is_enough():
    """Signatures of strangers (witnesses) stand beside ours without harm."""
    signer, witness = Signer("a", SEED), Signer("w", SEED[::-1])
    both = signer.sign(TEXT) + witness.sign(TEXT).rpartition("\n\n")[2]

    assert open_note(both, [signer.verifier]) == TEXT
    assert open_note(both, [witness.verifier]) == TEXT


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda note: note.replace("3", "4", 1), NoteFault.FORGED),
        (lambda note: note.replace("— a ", "— b "), NoteFault.FOREIGN_KEY),
        (lambda note: note.replace("— a ", "- a "), NoteFault.MALFORMED),
        (lambda note: note[:-1], NoteFault.MALFORMED),
        (lambda note: note.replace("\n\n", "\n"), NoteFault.MALFORMED),
        (lambda note: TEXT, NoteFault.MALFORMED),
        (lambda note: "", NoteFault.MALFORMED),
        (lambda note: TEXT + "\n— a !!!\n", NoteFault.MALFORMED),
        (lambda note: TEXT + "\n— a " + base64.b64encode(b"abcd").decode() + "\n", NoteFault.MALFORMED),
    ],
)
def test_an_altered_note_is_refused(change, fault: NoteFault):
    """Text, name, signature or shape altered: refused, with the reason."""
    signer = Signer("a", SEED)
    with pytest.raises(NoteError) as refused:
        open_note(change(signer.sign(TEXT)), [signer.verifier])

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "text", ["", "a", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_what_is_no_verifier_key_is_refused(text: str):
    """Other texts, and a key id that does not belong to its key."""
    with pytest.raises(ValueError):
        Verifier.parse(text)


def test_a_signer_shows_no_secret():
    """Its repr is its name."""
    assert repr(Signer("a", SEED)) == "Signer('a', …)"
