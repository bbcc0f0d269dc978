"""With which status our programs end: the whole list, for people, scripts and supervisors."""

FINE = 0
NO = 1
"""The answer is "no": a verification failed, a request is not known."""
WRONG_INPUT = 2
"""Wrong usage, input or settings."""
NO_ANSWER = 3
"""A system that is needed does not answer, refuses, or is not ready (schema, port)."""
FAULT = 70
"""A fault of ours, EX_SOFTWARE of sysexits.h."""
SIGNALLED = 128
"""And the signal's number, as shells tell it."""
INTERRUPTED = 130
"""Ctrl-C: SIGNALLED and the number of SIGINT."""
