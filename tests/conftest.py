"""Fixtures that every test may ask for, and the contract suites, whose assertions explain themselves when they fail."""

import pytest

pytest.register_assert_rewrite("contracts", "fixtures")
pytest_plugins = ["fixtures.engine", "fixtures.postgres"]
