"""On which Postgres the tests of the database run."""

import pytest
from fixtures.postgres import Server, choose

URL = {"TEST_DATABASE_URL": "postgresql://somewhere/else"}
DEBIAN = {"MADOGUCHI_TEST_POSTGRES": "debian"}


@pytest.mark.parametrize(
    ("environment", "image_present", "server"),
    [
        (URL | DEBIAN, True, Server.GIVEN),
        (URL, True, Server.GIVEN),
        (DEBIAN, True, Server.DEBIAN),
        (DEBIAN, False, Server.DEBIAN),
        (DEBIAN | {"TEST_DATABASE_URL": ""}, True, Server.DEBIAN),
        ({}, True, Server.CONTAINER),
        ({"MADOGUCHI_TEST_POSTGRES": ""}, True, Server.CONTAINER),
        ({}, False, Server.WHEEL),
    ],
)
def test_what_is_given_comes_before_what_is_asked_for_and_that_before_what_is_there(
    environment: dict[str, str], image_present: bool, server: Server
):
    """An address, then Debian's by its variable, then a container where there is one, then the wheel."""
    assert choose(environment, lambda: image_present) is server


@pytest.mark.parametrize("environment", [URL, DEBIAN])
def test_docker_is_not_asked_when_the_environment_decides(environment: dict[str, str]):
    """An engine that hangs keeps nobody waiting who has named a server."""

    def asked() -> bool:
        raise AssertionError

    choose(environment, asked)
