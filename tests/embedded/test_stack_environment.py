"""What children of a stack keep of the caller's environment."""

from embedded.stack_environment import for_sandbox, inherited


def test_children_keep_their_bytecode():
    """A caller that writes no bytecode does not make each request compile the procedures anew."""
    kept = inherited({"PYTHONDONTWRITEBYTECODE": "1", "LANG": "C"})
    assert "PYTHONDONTWRITEBYTECODE" not in kept
    assert kept["LANG"] == "C"


def test_children_see_no_other_installation():
    """Settings of another installation, libpq's variables and proxies stay behind."""
    assert (
        not {"MADOGUCHI_DATABASE_URL", "PGPASSWORD", "TEMPORAL_CLI", "HTTPS_PROXY"}
        & inherited({"MADOGUCHI_DATABASE_URL": "x", "PGPASSWORD": "x", "TEMPORAL_CLI": "x", "HTTPS_PROXY": "x"}).keys()
    )


def test_the_city_outside_has_nothing_of_ours():
    """Neither our keys nor the private half of the card app's: the public half alone."""
    ours = {"MADOGUCHI_CARD_APP_KEYS_FILE": "private", "MADOGUCHI_KEYS_FILE": "keys"}
    shared = {"MADOGUCHI_SANDBOX_CARD_APP_KEYS_FILE": "public", "MADOGUCHI_CARD_APP_CLIENT_ID": "us"}
    assert for_sandbox({**ours, **shared}) == shared
