"""The shape of var/bench.json, which others read."""

import json

from bench.report.targets import judged


def test_ratios_compare_rounds_with_themselves(full_body):
    """A machine half as fast in the second round changes no ratio."""
    ratios = full_body["ratios"]

    assert ratios["latency_vs_bare"] == 1.2
    assert ratios["throughput_vs_bare"] == 0.8
    assert ratios["processor_vs_bare"] == 1.25
    assert ratios["latency_vs_dbos"] == 2.4
    assert ratios["replay_vs_bare"] == 1.4


def test_what_issue_5_asks_for_is_there(full_body):
    """And it is JSON."""
    read = json.loads(json.dumps(full_body))

    assert {"ratios", "history", "server", "machine", "versions", "rows", "blocks"} <= set(read)
    assert {"events", "bytes", "by_kind"} <= set(read["history"])
    assert read["rounds"] == 2
    assert len(read["blocks"]["A our request"]) == 2


def test_without_a_peer_its_ratio_is_not_measured(body_without_peer):
    """A missing figure is no met target."""
    assert body_without_peer["ratios"]["latency_vs_dbos"] is None
    assert body_without_peer["missing"] == ["no peer"]

    verdicts = {each.target.figure: each.verdict for each in judged(body_without_peer)}

    assert verdicts["ratios.latency_vs_dbos"] == "not measured"


def test_a_missed_target_says_by_how_much(full_body):
    """In percent of the limit, on the side that is missed."""
    verdicts = {each["figure"]: each["verdict"] for each in full_body["targets"]}

    assert verdicts["ratios.latency_vs_bare"] == "missed by 4%"
    assert verdicts["ratios.throughput_vs_bare"] == "missed by 6%"
    assert verdicts["history.bytes"] == "met"
