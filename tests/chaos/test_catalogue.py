"""The cases: enough of each kind, each under one name, and in an order that the seed alone decides."""

from collections import Counter

from chaos.catalogue import Kill, Lost, Races, Stall, Told, catalogue, short
from chaos.run import Run, repeat_command, units


def test_every_target_is_killed_at_ten_moments_at_least():
    """Before an effect, after it and before its report, after its report."""
    kills = [case for case in catalogue() if isinstance(case, Kill)]
    moments = Counter(kill.target for kill in kills)

    assert set(moments) == {"worker", "temporal", "web", "postgres"}
    assert min(moments.values()) >= 10
    for target in moments:
        assert {kill.point.split()[0] for kill in kills if kill.target == target} == {"before", "after", "reported"}


def test_every_target_stands_still_at_three_moments_at_least():
    """The worker before and after each of its effects: another does its work meanwhile."""
    stalls = [case for case in catalogue() if isinstance(case, Stall)]
    moments = Counter(stall.target for stall in stalls)

    assert set(moments) == {"worker", "temporal", "web", "postgres"}
    assert min(moments.values()) >= 3
    assert moments["worker"] >= 10


def test_every_outside_system_loses_answers_once_twice_and_for_a_minute():
    """Revocation list, registry, provider, carrier, mail."""
    lost = [case for case in catalogue() if isinstance(case, Lost)]

    for call in {case.call for case in lost}:
        ways = {(case.times, case.seconds) for case in lost if case.call == call}
        assert ways == {(1, 0), (2, 0), (0, 60)}, call
    assert {case.system for case in lost} == {"jpki", "registry", "paypay", "post", "mail"}


def test_webhooks_and_races_are_there():
    """Two hundred races."""
    cases = catalogue()

    assert sum(isinstance(case, Told) for case in cases) >= 4
    assert [case.count for case in cases if isinstance(case, Races)] == [200]


def test_names_are_names():
    """Each case can be asked for alone, those of the short form too."""
    names = [case.name for case in catalogue()]

    assert len(set(names)) == len(names)
    assert {case.name for case in short()} <= {*names, "races-6"}


def test_the_seed_decides_the_order_and_nothing_is_left_out():
    """The same seed is the same run."""
    cases = catalogue()

    assert units(cases, 7) == units(cases, 7)
    assert units(cases, 7) != units(cases, 8)
    assert Counter(case.name for unit in units(cases, 7) for case in unit) == Counter(case.name for case in cases)


def test_what_shared_a_minute_is_repeated_together():
    """One command does exactly the same again."""
    together = next(unit for unit in units(catalogue(), 7) if len(unit) > 1)
    again = repeat_command(Run(7, "the engine"), together)
    named = again.partition("CASE=")[2].split(",")

    assert again.startswith("make chaos SEED=7 CASE=")
    assert [case for case in catalogue() if case.name in named] == [case for case in catalogue() if case in together]
