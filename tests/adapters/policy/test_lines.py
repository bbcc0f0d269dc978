"""Lines of keys in TOML."""

import pytest

from adapters.policy.lines import key_path, line_of, written_key

SOURCE = '''# comment
title = "x"

[office]
name = "a"
[[fee]]
kind = "b"
[fee.note]
text = """
kind = "not a key"
[[fee]]
"""
[[fee]]
kind = "c" # [d]
"quoted.key" = 1
dotted.key = 2
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title", 2),
        ("office", 4),
        ("office.name", 5),
        ("fee[0].kind", 7),
        ("fee[1]", 13),
        ("fee[1].kind", 14),
        ("fee[1].missing", 13),
        ('fee[1]."quoted.key"', 15),
        ("fee[1].dotted.key", 16),
        ("nowhere", None),
    ],
)
def test_a_key_is_found_on_its_line(key: str, line: int | None):
    """Tables, arrays of tables, quoted and dotted keys are found; long strings hide what looks like keys."""
    assert line_of(key_path(key), SOURCE) == line


@pytest.mark.parametrize("key", ["a", "a.b", "a[1].b", 'a."b.c"[0]'])
def test_a_key_reads_back_as_it_was_written(key: str):
    """Writing is the inverse of reading."""
    assert written_key(key_path(key)) == key
