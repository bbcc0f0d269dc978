"""How often a payment may be asked for a new code in place of an expired one.

Each request for one is an event in the payment's history, and anybody may reload a status page as often as they like.
"""

from datetime import datetime, timedelta

_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=6)
_MOST = 10_000


class Renewals:
    """Remembers, in this process, when each expired code was last asked to be replaced: at most once a minute, then less.

    A code that is asked about again was not replaced: its provider does not answer, or says that it is paid.
    """

    def __init__(self, pause: timedelta = _PAUSE) -> None:
        self._pause = pause
        self._asked: dict[str, tuple[datetime, timedelta]] = {}  # when, and how long to wait from then on

    def under_way(self, code: str, now: datetime) -> bool:
        """Say whether a code was asked about just now: another is on its way."""
        last, _ = self._asked.get(code, (None, self._pause))
        return last is not None and now - last < self._pause

    def due(self, code: str, now: datetime) -> bool:
        """Say whether a code may be asked about again, and note that it is. `code` names a payment's code."""
        last, pause = self._asked.pop(code, (None, self._pause))
        fresh = last is None or now - last >= pause
        if last is None:
            self._asked[code] = (now, pause)
        else:
            self._asked[code] = (now, min(pause * 2, _LONGEST_PAUSE)) if fresh else (last, pause)
        if len(self._asked) > _MOST:
            del self._asked[next(iter(self._asked))]
        return fresh

    def forget(self, code: str) -> None:
        """Take back that a code was asked about: nobody was there to hear it."""
        self._asked.pop(code, None)
