"""What every vault does (domain.ports.Vault). A test class inherits it and gives the fixture `vault`."""

import pytest

from domain.cases.ports import Vault
from domain.cases.vault import VaultItem, VaultKind
from domain.errors import DomainError, ErrorCode

REQUEST = "0190b5b4-0000-7000-8000-000000000001"
OTHER = "0190b5b4-0000-7000-8000-000000000002"
APPLICATION = VaultItem(kind=VaultKind.APPLICATION)
CORRECTED = VaultItem(kind=VaultKind.APPLICATION, revision=2)
SIGNATURE = VaultItem(kind=VaultKind.SIGNATURE)


class VaultContract:
    """Behaviour shared by all vaults."""

    async def test_gives_back_what_was_put(self, vault: Vault):
        """Every item comes back byte for byte, whatever its bytes."""
        for revision, content in enumerate((b"", "髙﨑𠮷葛󠄀".encode(), bytes(range(256)) * 200), start=1):
            item = VaultItem(kind="a_kind_of_a_procedure", revision=revision)
            await vault.put(REQUEST, item, content)

            assert await vault.get(REQUEST, item) == content

    async def test_the_same_content_twice_is_one_item(self, vault: Vault):
        """Repeating a put gives the same commitment and no error."""
        assert await vault.put(REQUEST, APPLICATION, b"a") == await vault.put(REQUEST, APPLICATION, b"a")

    async def test_other_content_at_the_same_revision_is_refused(self, vault: Vault):
        """What stands is never overwritten."""
        await vault.put(REQUEST, APPLICATION, b"a")

        with pytest.raises(DomainError) as refused:
            await vault.put(REQUEST, APPLICATION, b"b")

        assert refused.value.code is ErrorCode.LEDGER_CONFLICT
        assert await vault.get(REQUEST, APPLICATION) == b"a"

    async def test_commitments_differ_by_request_item_and_content(self, vault: Vault):
        """The same content elsewhere has another commitment: none can be recognised across requests."""
        commitments = {
            await vault.put(REQUEST, APPLICATION, b"a"),
            await vault.put(REQUEST, CORRECTED, b"a"),
            await vault.put(OTHER, APPLICATION, b"a"),
            await vault.put(OTHER, CORRECTED, b"b"),
        }

        assert len(commitments) == 4

    async def test_a_missing_item_is_told(self, vault: Vault):
        """Neither an unknown request nor an unknown item of a known one is answered with bytes."""
        await vault.put(OTHER, APPLICATION, b"a")
        for request, item in ((REQUEST, APPLICATION), (OTHER, CORRECTED)):
            with pytest.raises(DomainError) as refused:
                await vault.get(request, item)

            assert refused.value.code is ErrorCode.VAULT_ITEM_MISSING

    async def test_several_items_are_found_in_one_look(self, vault: Vault):
        """Those that are there come back, each under its own name; the others are told when they are needed."""
        await vault.put(REQUEST, APPLICATION, b"first")
        await vault.put(REQUEST, CORRECTED, b"second")
        await vault.put(OTHER, SIGNATURE, b"another's")

        found = await vault.find(REQUEST, CORRECTED, SIGNATURE, APPLICATION)

        assert (found.get(APPLICATION), found.need(CORRECTED), found.get(SIGNATURE)) == (b"first", b"second", None)
        with pytest.raises(DomainError) as refused:
            found.need(SIGNATURE)
        assert refused.value.code is ErrorCode.VAULT_ITEM_MISSING

    async def test_nothing_is_found_of_an_unknown_request(self, vault: Vault):
        """Not even an error."""
        assert (await vault.find(REQUEST, APPLICATION)).items == {}

    async def test_what_was_found_may_stand_beside_what_is_put(self, vault: Vault):
        """The same item as without it; what was found of another request is of no use and does no harm."""
        await vault.put(REQUEST, APPLICATION, b"first")
        await vault.put(OTHER, APPLICATION, b"another's")

        told = [
            await vault.put(REQUEST, CORRECTED, b"second", beside=await vault.find(request, APPLICATION))
            for request in (REQUEST, OTHER)
        ]

        assert told == [await vault.put(REQUEST, CORRECTED, b"second")] * 2
        assert await vault.get(REQUEST, CORRECTED) == b"second"

    async def test_what_was_found_before_an_erasure_opens_no_way_in(self, vault: Vault):
        """A step that was under way while the key was destroyed cannot store its finding."""
        await vault.put(REQUEST, APPLICATION, b"first")
        found = await vault.find(REQUEST, APPLICATION)
        await vault.erase(REQUEST)

        with pytest.raises(DomainError) as refused:
            await vault.put(REQUEST, CORRECTED, b"second", beside=found)
        assert refused.value.code is ErrorCode.VAULT_KEY_DESTROYED

    async def test_an_erased_request_can_neither_be_read_nor_written(self, vault: Vault):
        """Erasing is final, may be repeated, and touches no other request."""
        await vault.put(REQUEST, APPLICATION, b"a")
        await vault.put(OTHER, APPLICATION, b"a")
        await vault.erase(REQUEST)
        await vault.erase(REQUEST)

        for attempt in (vault.get(REQUEST, APPLICATION), vault.put(REQUEST, CORRECTED, b"b")):
            with pytest.raises(DomainError) as refused:
                await attempt
            assert refused.value.code is ErrorCode.VAULT_KEY_DESTROYED
        assert await vault.get(OTHER, APPLICATION) == b"a"

    async def test_a_pseudonym_is_stable_within_its_purpose_only(self, vault: Vault):
        """The same value has one pseudonym per purpose, 32 hex characters, and never itself."""
        first = vault.pseudonym("resident", "12345")

        assert first == vault.pseudonym("resident", "12345")
        assert first != vault.pseudonym("officer", "12345")
        assert first != vault.pseudonym("resident", "12346")
        assert len(bytes.fromhex(first)) == 16
