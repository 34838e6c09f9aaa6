#!/usr/bin/python3
"""The real simulator Prosimos runs our exports, and finds what our own engine finds on the same model: visits of each
step, shares of outcomes, mean and 90 % quantile of the cycle time.

The model is the plan of the scenario less what the export says that Prosimos cannot carry; that is taken out here
once more, so that nothing but the two engines differs. Compared are models below saturation whose lost parts are no
branches that go on (SIM202) and no arrivals at other times (SIM221); the others must run.

usage: prosimos_tests.py --wain PROGRAM [--model NAME]
"""
import argparse
import concurrent.futures
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
INTEROP = ROOT / "tests/interop/prosimos"
PYTHON = INTEROP / ".venv/bin/python"
# Two-sided 0.1 % with the 9 degrees of freedom of ten batches: some 80 figures are compared.
DEVIATIONS = 4.78
# Prosimos lets those who would come in the night come at opening: its mornings are fuller by one case.
SLACK = 0.015
WEEK = 7 * 24 * 3600 * 1_000_000

# Of the first model two other simulators found 21.8 and 22.1 h on average, and 90 % within 68.4 to 68.7 h.
KNOWN_MEAN, KNOWN_P90 = (21.3, 22.4), (68.3, 68.8)

# model, scenario, cases, weeks that our engine runs, compared
MODELS = [
    ("tests/interop/prosimos/loan-application.wain", "Reference", 4000, 60, True),
    ("examples/room-as-found.wain", "AsFound", 1500, 60, True),
    ("examples/room-rebuilt.wain", "Rebuilt", 1500, 60, True),
    ("examples/change-advisory-board.wain", "AsFound", 1500, 60, True),
    ("examples/travel-claims.wain", "AsFound", 1500, 30, True),
    ("examples/insurance-claims.wain", "Today", 1500, 30, True),
    ("examples/ethics-board.wain", "Year", 200, 0, False),
    ("examples/loan-origination.wain", "Today", 300, 0, False),
    ("examples/purchase-to-pay.wain", "Built", 300, 0, False),
    ("tests/files/export/prosimos-losses.wain", "Everything", 200, 0, False),
    ("tests/files/export/prosimos-rare.wain", "Rare", 100, 0, False),
]


def run(*command: object) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def shares_of(parameters: dict) -> dict[str, list[float]]:
    return {gateway["gateway_id"]: [way["value"] for way in gateway["probabilities"]]
            for gateway in parameters["gateway_branching_probabilities"]}


def carry_node(node: dict, plan: dict, shares: dict[str, list[float]]) -> None:
    """What Prosimos does not know of one node."""
    node.pop("escalations", None)
    node.pop("priority", None)
    node["exits"] = [way for way in node.get("exits", []) if way["kind"] != "timeout"]
    if not node["exits"]:
        del node["exits"]
    ways = node.get("exits", [])
    written = shares.get(node["id"] if node["kind"] == "split" else f"{node['id']}.decided")
    if any("guard" in way for way in ways) or "catches" in node:
        for name in ("catches", "falseAlarms", "judges", "redraws"):
            node.pop(name, None)
        for way, share in zip(ways, written):
            way.pop("guard", None)
            if node["kind"] == "split" or way["kind"] != "next":
                way["share"] = share
    race = node["kind"] == "fork" and node.get("join") == "first"
    if node["kind"] == "fork" and node.get("join") == "count":
        node["join"] = "all"
        node.pop("joinCount")
    assert not race, "no model that is compared has one"
    if node["kind"] == "wait" and node["wait"] == "cadence":
        gap = WEEK // len(node["cadence"]["days"])
        node["wait"] = "timer"
        node["takes"] = {"kind": "uniform", "from": 0, "to": gap}
        for name in ("cadence", "agendaCloses"):
            node.pop(name, None)
    if "committee" in node:
        node["pool"] = node.pop("committee")


def meeting_hours(committee: dict) -> dict:
    """The calendar of a committee whose meetings are office hours."""
    cadence = committee["cadence"]
    hour, minute = map(int, cadence["time"].split(":"))
    end = hour * 60 + minute + committee["length"] // 60_000_000
    return {"id": f"meetings of {committee['id']}", "zone": cadence["zone"],
            "weekly": [{"days": cadence["days"], "opens": cadence["time"], "closes": f"{end // 60:02}:{end % 60:02}"}]}


def carried(plan: dict, parameters: dict, weeks: int) -> dict:
    """The plan less what Prosimos cannot carry."""
    shares = shares_of(parameters)
    for calendar in plan.get("calendars", []):
        calendar.pop("closed", None)
    for zone in plan.get("zones", []):
        now = [offset for offset in zone["offsets"] if offset["from"] <= plan["start"]] or zone["offsets"]
        zone["offsets"] = [dict(now[-1])]
    for committee in plan.pop("committees", []):
        plan["calendars"].append(meeting_hours(committee))
        plan["pools"].append({"id": committee["id"], "kind": "role"})
        plan["people"].append({"id": committee["id"], "pools": [committee["id"]],
                               "calendar": plan["calendars"][-1]["id"]})
    for process in plan["processes"]:
        process["nodes"] = [node for node in process["nodes"] if node["kind"] != "audit"]
        process.pop("duties", None)
        for node in process["nodes"]:
            carry_node(node, plan, shares)
    plan["length"] = weeks * WEEK
    plan["warmup"] = min(plan.get("warmup", 4 * WEEK), weeks * WEEK // 4)
    return plan


def ours(wain: str, plan: dict, folder: pathlib.Path) -> dict:
    """Figures of our engine: value and standard error."""
    path = folder / "carried.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    made = run(wain, "simulate", "--format", "json", "--replications", "10", "--jobs", "2", path)
    assert made.returncode == 0, made.stderr
    scenario = json.loads(made.stdout)["scenarios"][0]
    one = scenario["runs"][0]
    t9 = 2.262  # of a 95 % interval of ten replications

    def figure(interval):
        return [interval["value"], (interval["half"] or 0) / t9]

    p90 = one["p90"]
    visits = {step["step"]: figure(step["visits"]) for step in scenario["steps"] if step["kind"] in ("work", "gate", "wait")}
    visits |= {f"outcome {end['outcome']}": figure(end["share"]) for end in one["outcomes"]}
    return {"cycle": figure(one["cycleTime"]), "visits": visits,
            "p90": [p90["value"], (p90["high"] - p90["low"]) / 2 / t9 if p90["high"] is not None else 0]}


def differences(mine: dict, theirs: dict) -> list[str]:
    """Figures that are further apart than both intervals allow."""
    pairs = [(name, mine[name], theirs[name]) for name in ("cycle", "p90")]
    for step in sorted(mine["visits"].keys() | theirs["visits"].keys()):
        zero = [0.0, 0.0]
        pairs.append((step, mine["visits"].get(step, zero), theirs["visits"].get(step, zero)))
    found = []
    for name, (a, error_a), (b, error_b) in pairs:
        if name.startswith("outcome ") or name not in ("cycle", "p90"):
            # A share of so many cases is known no better than this, whatever the batches say.
            error_b = max(error_b, math.sqrt(max(a, b, 1 / theirs["cases"]) / theirs["cases"]) / 2)
        allowed = DEVIATIONS * math.hypot(error_a, error_b) + SLACK * max(a, b)
        if abs(a - b) > allowed:
            found.append(f"{name}: ours {a:.4g} ± {error_a:.2g}, Prosimos {b:.4g} ± {error_b:.2g}")
    return found


def check(wain: str, model: tuple, folder: pathlib.Path) -> tuple[list[str], str]:
    file, scenario, cases, weeks, compared = model
    path = ROOT / file
    made = run(wain, "compile", "--emit", "prosimos", "--scenario", scenario, "-o", folder / "model", path)
    if made.returncode != 0:
        return [made.stderr[:500]], ""
    start = re.search(r"--starting_at (\S+)", made.stderr).group(1)
    ran = run(PYTHON, INTEROP / "run.py", folder / "model.bpmn", folder / "model.json", cases, start, 1)
    if ran.returncode != 0:
        return [f"Prosimos: {ran.stderr[-800:]}"], ""
    theirs = json.loads(ran.stdout)
    found = [] if theirs["started"] == cases else [f"{theirs['started']} of {cases} cases are in the log"]
    if not compared:
        return found, f"{theirs['cases']} cases run"
    plan = json.loads(run(wain, "compile", "--emit", "plan", "--scenario", scenario, path).stdout)
    mine = ours(wain, carried(plan, json.loads((folder / "model.json").read_text(encoding="utf-8")), weeks), folder)
    text = (f"mean {mine['cycle'][0]:.4g} h against {theirs['cycle'][0]:.4g} ± {2 * theirs['cycle'][1]:.2g}, "
            f"p90 {mine['p90'][0]:.4g} against {theirs['p90'][0]:.4g}, {len(mine['visits'])} counts")
    known = scenario == "Reference"
    if known and not (KNOWN_MEAN[0] <= mine["cycle"][0] <= KNOWN_MEAN[1] and KNOWN_P90[0] <= mine["p90"][0] <= KNOWN_P90[1]):
        found.append("ours is not what other simulators found")
    return found + differences(mine, theirs), text


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wain", required=True)
    arguments.add_argument("--model", default="")
    given = arguments.parse_args()
    wrong = 0
    models = [model for model in MODELS if given.model in model[0]]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        folders = [pathlib.Path(folder) / str(i) for i in range(len(models))]
        for each in folders:
            each.mkdir()
        for model, (found, text) in zip(models, pool.map(lambda pair: check(given.wain, *pair), zip(models, folders))):
            print(f"{model[0]} {model[1]}: {text}")
            for line in found:
                print(f"  {line}", file=sys.stderr)
            wrong += len(found)
    print(f"{len(models)} models, {wrong} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
