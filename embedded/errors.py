"""The one error this layer raises for a person to read."""


class StackError(Exception):
    """One sentence that says what is wrong and what to do about it; never personal data, never a secret."""
