"""`madoguchi case list`: one list over all procedures, whatever they are about."""

import json

import pytest
from contracts.stories import batch, batches, case_id, closing
from fixtures.command import madoguchi
from fixtures.sealed_ledger import seal_batches

pytestmark = pytest.mark.database


@pytest.fixture
async def told(installation):
    """Run the list where one case waits for its payment, one is examined and one is closed; return both its answers."""
    await seal_batches(installation.pool, (batch(1, 1, 5), batch(2, 1, 7), *batches(3), closing(3)))

    def run(*options):
        said = madoguchi("case", "list", *options, environment={**installation.environment, "COLUMNS": "80"})
        document = madoguchi("case", "list", *options, "--json", environment=installation.environment)
        assert said.status == document.status == 0, document
        return json.loads(document.out), said.out

    return run


def test_cases_that_go_on_are_listed_with_where_they_stand(told):
    """Procedure, number, status, deadline and officer are any case's; its subject is its procedure's own."""
    rows, words = told()

    assert [(row["case_id"], row["procedure"], row["status"]) for row in rows] == [
        (case_id(1), "certificates", "awaiting_payment"),
        (case_id(2), "certificates", "under_examination"),
    ]
    assert rows[1]["assignee"] == "officer-sato"
    assert "証明書" in words
    assert "納付待ち" in words
    assert "佐藤 一郎" in words
    for row in rows:
        assert row["case_number"] in words  # on one line of a screen of 80 columns


def test_one_procedures_cases_are_listed_by_its_name(told):
    """As of all procedures, where there is one."""
    assert told("--procedure", "certificates")[0] == told()[0]


def test_a_procedure_that_is_none_is_no_empty_list(told, installation):
    """A slip of the pen is told."""
    ended = madoguchi("case", "list", "--procedure", "certificate", "--json", environment=installation.environment)

    assert json.loads(ended.out)["error"]["code"] == "procedure_unknown"
