#!/usr/bin/python3
"""`wain estimate` against `wain simulate` on every scenario of every example: two programs of the same model.

usage: agreement_tests.py --wain PROGRAM

What the estimate says must hold of the simulation, by how it marks it:

  exact      the same, but for the luck of the simulation. Without queues it is the time with as many hands as
             needed: no more than the simulated time, and no less than that without its queues.
  at-least   no more than the simulated time; at-most: no less.
  about      within 10 %: an assumption stands in between, and the estimate names it.

Luck: twice the half-width of the simulation's interval, and a hundredth for what is rounded and cut. Visits and
loads are shares of independent draws, so they have the same allowance; a visit that is an upper bound must be one.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPLICATIONS = 10
ROUNDING = 0.01
ABOUT = 0.10
SMALL = 5e-4  # of visits and loads


def run_json(wain: str, *words: str) -> dict:
    done = subprocess.run([wain, *words], capture_output=True, text=True, timeout=300, cwd=ROOT)
    if done.returncode != 0:
        raise RuntimeError(f"wain {' '.join(words)}: exit {done.returncode}: {done.stderr[:300]}")
    return json.loads(done.stdout)


def luck(interval: dict, least: float = 0.0) -> float:
    """How far off a simulated figure may be."""
    return 2 * (interval["half"] or 0) + ROUNDING * interval["value"] + least


class Comparison:
    """Of one example. `wrong`: what does not agree."""

    def __init__(self, example: str):
        self.example = example
        self.wrong: list[str] = []
        self.count = 0

    def check(self, scenario: str, what: str, estimate: float, simulated: dict, agrees: bool, mark: str) -> None:
        self.count += 1
        if agrees:
            return
        self.wrong.append(f"{self.example}: {scenario}: {what}: {estimate:.6g} {mark}, "
                          f"simulated {simulated['value']:.6g} ± {simulated['half']}")

    def cycle(self, scenario: str, process: dict, run: dict) -> None:
        with_queues = process["cycleTimeWithQueues"]
        quantity = with_queues or process["cycleTime"]
        if quantity is None or run["cycleTime"] is None:
            return
        hours, mark, simulated = quantity["hours"], quantity["mark"], run["cycleTime"]
        allowed = luck(simulated)
        high = simulated["value"] + allowed
        low = simulated["value"] - allowed
        agrees = {
            "exact": low - (0 if with_queues else run["causes"]["queue"]["value"]) <= hours <= high,
            # A bound from which a tenth is missing is worth a word.
            "at-least": (1 - ABOUT) * low <= hours <= high,
            "at-most": low <= hours <= (1 + ABOUT) * high,
            "about": (1 - ABOUT) * low <= hours <= (1 + ABOUT) * high,
        }[mark]
        self.check(scenario, f"cycle {process['process']}", hours, simulated, agrees, mark)

    def visits(self, scenario: str, process: dict, steps: list[dict]) -> None:
        by_name = {step["step"]: step for step in steps if step["process"] == process["process"]}
        for step in process["steps"]:
            simulated = by_name.get(step["step"], {}).get("visits")
            if step["visits"] is None or simulated is None:
                continue
            estimate, allowed = step["visits"], luck(simulated, SMALL)
            off = simulated["value"] - estimate
            bound = step["visitsAreUpperBound"]
            self.check(scenario, f"visits {step['step']}", estimate, simulated,
                       off <= allowed and (bound or off >= -allowed), "at-most" if bound else "exact")

    def loads(self, scenario: str, loads: list[dict], pools: list[dict]) -> None:
        by_name = {pool["pool"]: pool for pool in pools}
        for load in loads:
            simulated = by_name.get(load["actor"], {}).get("load")
            if load["load"] is None or simulated is None or load["load"] >= 1:
                continue
            agrees = abs(load["load"] - simulated["value"]) <= luck(simulated, 10 * SMALL)
            self.check(scenario, f"load {load['actor']}", load["load"], simulated, agrees, "exact")

    def whole(self, estimate: dict, simulation: dict) -> None:
        simulated = {scenario["scenario"]: scenario for scenario in simulation["scenarios"]}
        for scenario in (one for file in estimate["files"] for one in file["scenarios"]):
            name = scenario["scenario"]
            if name not in simulated:
                continue
            runs = {run["process"]: run for run in simulated[name]["runs"]}
            first = simulated[name]["runs"][0]["process"]
            for process in scenario["processes"]:
                if process["process"] not in runs:
                    continue
                self.cycle(name, process, runs[process["process"]])
                # A process that runs, and is called by another that runs, is visited by the cases of both.
                if process["process"] == first:
                    self.visits(name, process, simulated[name]["steps"])
            self.loads(name, scenario["loads"], simulated[name]["pools"])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wain", required=True)
    wain = str(pathlib.Path(arguments.parse_args().wain).resolve())
    files = [path for path in sorted((ROOT / "examples").rglob("*.wain"))
             if re.search(r"^scenario ", path.read_text(encoding="utf-8"), re.M)]
    wrong, count = [], 0
    for path in files:
        comparison = Comparison(path.stem)
        comparison.whole(run_json(wain, "estimate", "--format", "json", str(path)),
                         run_json(wain, "simulate", "--format", "json", "--jobs", "1", "--replications",
                                  str(REPLICATIONS), str(path)))
        wrong += comparison.wrong
        count += comparison.count
    print(*wrong, sep="\n")
    print(f"{len(files)} examples, {count} figures, {len(wrong)} complaints")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
