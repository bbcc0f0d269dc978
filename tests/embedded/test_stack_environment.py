"""What children of a stack keep of the caller's environment."""

from embedded.stack_environment import inherited


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
