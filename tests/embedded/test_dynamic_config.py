"""Our Temporal settings, read as the server reads them."""

from pathlib import Path

import pytest

from embedded.dynamic_config import as_arguments, read_dynamic_config
from embedded.errors import StackError

OURS = Path(__file__).resolve().parents[2] / "deploy" / "temporal" / "dynamicconfig.yaml"


def test_our_file_sets_what_the_architecture_promises() -> None:
    """The four poll rates that cost 50 ms a step by default, eager activities, and workers that end in order."""
    rates = {f"history.{queue}ProcessorMaxPollRPS": 2000 for queue in ("transfer", "timer", "visibility", "outbound")}
    switches = dict.fromkeys(
        ("system.enableActivityEagerExecution", "frontend.enableCancelWorkerPollsOnShutdown"), True
    )
    assert read_dynamic_config(OURS) == {**rates, **switches}


def test_arguments_carry_json_values() -> None:
    """The development server takes KEY=VALUE with the value in JSON."""
    found = as_arguments({"a.b": True, "c": 2000, "d": "text"})
    assert found[1::2] == ("a.b=true", "c=2000", 'd="text"')
    assert set(found[::2]) == {"--dynamic-config-value"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.b:\n  - value: 1\n    constraints: {}\n", ":3 is not understood"),
        ("a.b: 3\n", ":1 is not understood"),
        ("  - value: 3\n", ":1 is not understood"),
        ("a.b:\n", "a.b has no value"),
        ("a.b:\nc.d:\n  - value: 1\n", "a.b has no value"),
        ("a.b:\n  - value: yes\n", ":2 has a value that is no number"),
        ("a.b:\n  - value: [1]\n", ":2 has a value that is no number"),
        ("a.b:\n  - value: 1\na.b:\n  - value: 2\n", ":3 sets a.b a second time"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(text: str, reason: str, tmp_path: Path) -> None:
    """No setting is ever passed over in silence."""
    path = tmp_path / "settings.yaml"
    path.write_text(text)
    with pytest.raises(StackError) as caught:
        read_dynamic_config(path)
    assert reason in str(caught.value)


def test_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """A missing file names itself and the way back."""
    with pytest.raises(StackError, match="cannot be read"):
        read_dynamic_config(tmp_path / "none.yaml")
