"""The CRLs at hand: fetched now and then, checked before they are kept, used only while they are in force.

J-LIS replaces the file once a day; while it does, and whenever the source does not answer, the list at hand serves until
its nextUpdate and not a second longer. Only a list signed by a pinned root gets on the shelf, and an older one never
replaces a newer one: whoever controls the network can withhold news, but cannot forge or turn it back.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from asn1crypto import crl
from cryptography import x509

from adapters.jpki.anchors import Anchor, Anchors
from adapters.jpki.crl_extensions import crl_number, expired_kept_since
from adapters.jpki.crl_source import CrlSource
from adapters.jpki.malformed import MalformedError, reading
from domain.errors import PortRejected, PortUnavailable

log = structlog.get_logger()

REFRESH = timedelta(minutes=5)
_PAUSE = timedelta(seconds=2)  # after a failed attempt, so that a queue of checks does not wait for it one by one
_CLOCKS_DIFFER = timedelta(minutes=2)  # a list dated this little in the future is taken as made now
_KEPT = 8  # lists of a root, the newest among them; J-LIS makes one a day, so they reach over any wait for a check


@dataclass(frozen=True)
class HeldCrl:
    """A CRL of a pinned root."""

    der: bytes
    authority: bytes
    this_update: datetime
    next_update: datetime
    number: int | None
    expired_kept_since: datetime | None = None  # it lists those too that expired since then

    def speaks_of(self, not_after: datetime) -> bool:
        """Say whether silence means "not revoked" of a certificate valid until `not_after`.

        What has expired may leave a list (RFC 5280 §3.3), unless the list says that it keeps it.
        """
        kept = self.expired_kept_since
        return self.this_update <= not_after or (kept is not None and kept <= not_after)

    @property
    def label(self) -> str:
        """What was consulted, for the evidence."""
        number = f" #{self.number}" if self.number is not None else ""
        return f"crl {self.this_update:%Y-%m-%dT%H:%M:%SZ}{number}"


class CrlShelf:
    """Cache in front of a source."""

    def __init__(self, source: CrlSource, anchors: Anchors, refresh: timedelta = REFRESH) -> None:
        """Start empty. `refresh` is how long a fetched list is used without asking again, if it is in force so long."""
        self._source = source
        self._anchors = anchors
        self._refresh = refresh
        self._held: dict[bytes, deque[HeldCrl]] = {}
        self._next_attempt: datetime | None = None
        self._lock = asyncio.Lock()

    @property
    def until(self) -> datetime | None:
        """Until when all lists at hand are in force; None while there is none."""
        return min((lists[-1].next_update for lists in self._held.values()), default=None)

    async def current(self, anchor: Anchor, now: datetime) -> HeldCrl | None:
        """Return a root's CRL in force now, or None when there is none to be had. Raises nothing."""
        async with self._lock:
            if self._next_attempt is None or now >= self._next_attempt:
                self._next_attempt = await self._renew(now)
        held = self._newest(anchor.key_identifier)
        return held if held is not None and _in_force(held, now) else None

    def known(self, anchor: Anchor, at: datetime, not_after: datetime) -> HeldCrl | None:
        """Return the newest list in force at an instant that passed and that speaks of a certificate, if it was kept."""
        lists = self._held.get(anchor.key_identifier, ())
        return next((each for each in reversed(lists) if _in_force(each, at) and each.speaks_of(not_after)), None)

    def _newest(self, authority: bytes) -> HeldCrl | None:
        lists = self._held.get(authority)
        return lists[-1] if lists else None

    async def _renew(self, now: datetime) -> datetime:
        """Fetch; return when to ask again, which is soon as long as nothing in force is served."""
        soon = now + min(self._refresh, _PAUSE)
        try:
            fresh = read_crl(await self._source.fetch(), self._anchors)
        except (PortUnavailable, PortRejected, MalformedError) as error:
            log.warning("revocation list not renewed", error=type(error).__name__)
            return soon
        held = self._newest(fresh.authority)
        if fresh.this_update > now + _CLOCKS_DIFFER or (held is not None and fresh.this_update < held.this_update):
            log.warning("revocation list from another time refused", number=fresh.number)
            return soon
        if fresh != held:
            self._held.setdefault(fresh.authority, deque(maxlen=_KEPT)).append(fresh)
        if not _in_force(fresh, now):
            log.warning("revocation list served is out of date", number=fresh.number)
            return soon
        return min(now + self._refresh, fresh.next_update)


def _in_force(held: HeldCrl, now: datetime) -> bool:
    return held.this_update - _CLOCKS_DIFFER <= now <= held.next_update


def read_crl(der: bytes, anchors: Anchors) -> HeldCrl:
    """Read a CRL and check that a pinned root, found by key identifier, signed it. Raises MalformedError otherwise."""
    with reading():
        loaded = x509.load_der_x509_crl(der)
        parsed = crl.CertificateList.load(der, strict=True)
        authority = loaded.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        anchor = anchors.find(authority)
        if anchor is None or parsed.issuer != anchor.subject:
            raise MalformedError("foreign")
        # SHA-1 and unknown schemes count as not signed.
        if not loaded.is_signature_valid(anchor.public_key) or loaded.next_update_utc is None:
            raise MalformedError("not_signed")
        return HeldCrl(
            der=der,
            authority=anchor.key_identifier,
            this_update=loaded.last_update_utc,
            next_update=loaded.next_update_utc,
            number=crl_number(loaded),
            expired_kept_since=expired_kept_since(loaded),
        )
