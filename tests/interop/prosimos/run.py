"""Runs Prosimos on an export, with a seed that it does not offer itself, and sums up its event log.

usage: run.py MODEL.bpmn PARAMETERS.json CASES START SEED [ARRIVALS.json]     writes JSON
ARRIVALS.json lists when cases come; without it they come as the parameters say.
"""
import csv
import datetime
import json
import math
import random
import secrets
import sys
import tempfile

import numpy
from prosimos.simulation_engine import run_simpy_simulation
from prosimos.simulation_properties_parser import parse_datetime
from prosimos.simulation_setup import SimDiffSetup

BATCHES = 10
TRIMMED = 0.1  # of the cases, at the start: the desks are empty; at the end: nobody comes after them


def moment(text: str) -> float:
    """Hours."""
    return datetime.datetime.fromisoformat(text).timestamp() / 3600


def mean_and_error(values: list[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [mean, math.sqrt(sum((x - mean) ** 2 for x in values) / (len(values) - 1) / len(values))]


def figures(cases: list[dict]) -> dict:
    """Means over all cases and quantiles, each with a standard error from batches of cases in order of arrival."""
    size = len(cases) // BATCHES
    batches = [cases[i * size:(i + 1) * size] for i in range(BATCHES)]
    steps = sorted({step for case in cases for step in case["visits"]})
    p90 = [sorted(case["cycle"] for case in batch)[math.ceil(0.9 * size) - 1] for batch in batches]
    everything = sorted(case["cycle"] for case in cases)
    cycle = mean_and_error([sum(case["cycle"] for case in batch) / size for batch in batches])
    # Where a few cases in a thousand take most of the time, batches that have none of them think too well of themselves.
    cycle[1] = max(cycle[1], mean_and_error(everything)[1])
    return {
        "cases": len(cases),
        "cycle": cycle,
        "p90": [everything[math.ceil(0.9 * len(everything)) - 1], mean_and_error(p90)[1]],
        "visits": {step: mean_and_error([sum(case["visits"].get(step, 0) for case in batch) / size
                                         for batch in batches]) for step in steps},
    }


def simulate(model: str, parameters: str, count: int, start: str, log: str, given: list[str]) -> None:
    """What the command line does; of given arrivals Prosimos forgets to write the last rows of its log."""
    setup = SimDiffSetup(model, parameters, True, count)
    setup.set_starting_datetime(parse_datetime(given[0].replace("T", " ") if given else start, True))
    since = [(moment(one) - moment(given[0])) * 3600 for one in given] or None
    with open(log, mode="w", newline="", encoding="utf-8") as file:
        made = run_simpy_simulation(setup, None, csv.writer(file), since)
        if given:
            made.log_writer.force_write()


def main() -> int:
    model, parameters, count, start, seed = sys.argv[1:6]
    given = []
    if len(sys.argv) > 6:
        with open(sys.argv[6], encoding="utf-8") as file:
            given = json.load(file)
    random.seed(int(seed))
    numpy.random.seed(int(seed))
    secrets.choice = random.choice
    with tempfile.TemporaryDirectory() as folder:
        log = f"{folder}/log.csv"
        output, sys.stdout = sys.stdout, sys.stderr  # it prints as it goes
        simulate(model, parameters, int(count), start, log, given)
        sys.stdout = output
        found: dict[str, dict] = {}
        with open(log, encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                case = found.setdefault(row["case_id"], {"from": math.inf, "to": -math.inf, "visits": {}})
                case["from"] = min(case["from"], moment(row["enable_time"]))
                case["to"] = max(case["to"], moment(row["end_time"]))
                case["visits"][row["activity"]] = case["visits"].get(row["activity"], 0) + 1
    cases = sorted(found.values(), key=lambda case: case["from"])
    for case in cases:
        case["cycle"] = case["to"] - case["from"]
    cut = int(len(cases) * TRIMMED)
    json.dump({"started": len(cases), **figures(cases[cut:len(cases) - cut])}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
