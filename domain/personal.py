"""How types that hold personal data are configured: a refused value must not show where an exception is shown."""

from pydantic import ConfigDict

PERSONAL = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
