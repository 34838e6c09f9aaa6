#!/usr/bin/python3
"""The real simulator Prosimos runs our exports, and finds what our own engine finds on the same model: visits of each
step, shares of outcomes, mean and 90 % quantile of the cycle time.

The model is the plan of the scenario less what the export says that Prosimos cannot carry; that is taken out here
once more, so that nothing but the two engines differs. Compared are models below saturation. Two losses cannot be
taken out of the plan, so they are taken out of both sides: ways out of a parallel, whose other branches go on in
Prosimos (SIM202), get no cases at all; and where it lets cases come at other times (SIM221), it is given the times at
which ours come. An example of two processes is compared with one of them alone. One file has every loss at once, people with different hours in one queue among them; it must run.

usage: prosimos_tests.py --wain PROGRAM [--model NAME]
"""
import argparse
import csv
import concurrent.futures
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
INTEROP = ROOT / "tests/interop/prosimos"
PYTHON = INTEROP / ".venv/bin/python"
# Two-sided 0.1 % with the 9 degrees of freedom of ten batches: some 80 figures are compared.
DEVIATIONS = 4.78
# Prosimos lets those who would come in the night come at opening: its mornings are fuller by one case.
SLACK = 0.015
# The export counts shares in short runs, and a clock that Prosimos does not have takes one case in a thousand.
COUNTED, COUNTED_RARE = 0.05, 0.002
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEK = 7 * 24 * 3600 * 1_000_000

# Of the first model two other simulators found 21.8 and 22.1 h on average, and 90 % within 68.4 to 68.7 h.
KNOWN_MEAN, KNOWN_P90 = (21.3, 22.4), (68.3, 68.8)



class Model(typing.NamedTuple):
    file: str
    scenario: str
    cases: int
    weeks: int = 0  # that our engine runs; 0: it is not compared
    without: str = ""  # what the scenario that is compared says, on both sides
    instead: str = ""  # or all that it says
    our_arrivals: bool = False


MODELS = [
    Model("tests/interop/prosimos/loan-application.wain", "Reference", 4000, 60),
    Model("examples/room-as-found.wain", "AsFound", 1500, 60),
    Model("examples/room-rebuilt.wain", "Rebuilt", 1500, 60),
    Model("examples/change-advisory-board.wain", "AsFound", 1500, 60),
    Model("examples/travel-claims.wain", "AsFound", 1500, 30),
    Model("examples/insurance-claims.wain", "Today", 1500, 30),
    Model("examples/ethics-board.wain", "Year", 1000, 250, our_arrivals=True),
    Model("examples/loan-origination.wain", "Today", 1500, 30, without="with ReviewIdentity rejects 0%"),
    Model("examples/purchase-to-pay.wain", "Built", 1200, 30, without="with AcceptGoods rejects 0%"),
    # It runs two processes, which is one too many: here the larger one alone, of fewer posts a day than a test has time for.
    Model("examples/content-moderation.wain", "", 4000, 30,
          instead="runs Moderate  arrivals 100 per day  draws item.reach ~ lognormal(mean 4_000, sd 20_000) "
                  "draws item.threat_to_life ~ 0.3%  for 5w  warmup 1w  replications 10  seed 2065"),
    Model("tests/files/export/prosimos-losses.wain", "Everything", 200),
    Model("tests/files/export/prosimos-rare.wain", "Rare", 500, 600, our_arrivals=True),
]


def run(*command: object) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


def shares_of(parameters: dict) -> dict[str, list[float]]:
    return {gateway["gateway_id"]: [way["value"] for way in gateway["probabilities"]]
            for gateway in parameters["gateway_branching_probabilities"]}


def is_race(process: dict, fork: dict) -> bool:
    """Whether the first of several waits decides: which one it is, Prosimos knows."""
    if fork["kind"] != "fork" or fork.get("join") != "first":
        return False
    nodes = {node["id"]: node for node in process["nodes"]}
    for way in fork["exits"]:
        wait = nodes[way["to"]]
        if wait["kind"] != "wait" or wait["wait"] == "cadence":
            return False
        following = nodes[wait["exits"][0]["to"]]
        if following.get("branch") == wait.get("branch") and following["kind"] != "end":
            return False
    return True


def carry_node(node: dict, process: dict, prefix: str, shares: dict[str, list[float]]) -> None:
    """What Prosimos does not know of one node."""
    node.pop("escalations", None)
    node.pop("priority", None)
    node["exits"] = [way for way in node.get("exits", []) if way["kind"] != "timeout"]
    if not node["exits"]:
        del node["exits"]
    ways = node.get("exits", [])
    written = shares.get(prefix + (node["id"] if node["kind"] == "split" else f"{node['id']}.decided"))
    if node["kind"] == "fork":
        for way in ways:
            if way.pop("guard", None) is not None:
                way["share"] = shares[f"{prefix}{way['branch']}.taken"][0]
    elif any("guard" in way for way in ways) or "catches" in node:
        for name in ("catches", "falseAlarms", "judges", "redraws"):
            node.pop(name, None)
        for way, share in zip(ways, written):
            way.pop("guard", None)
            if node["kind"] == "split" or way["kind"] != "next":
                way["share"] = share
    node.get("batch", {}).pop("orAfter", None)
    if node["kind"] == "fork" and not is_race(process, node):
        node["join"] = "all"
        node.pop("joinCount", None)
    if node["kind"] == "wait" and node["wait"] == "cadence":
        gap = WEEK // len(node["cadence"]["days"])
        node["wait"] = "timer"
        node["takes"] = {"kind": "uniform", "from": 0, "to": gap}
        for name in ("cadence", "agendaCloses"):
            node.pop(name, None)
    if "committee" in node:
        node["pool"] = node.pop("committee")


def meeting_hours(committee: dict, parameters: dict, zone: str) -> dict:
    """The calendar of a committee whose meetings are office hours."""
    cadence = committee["cadence"]
    if cadence["kind"] != "weekly":
        written, = (one for one in parameters["resource_calendars"] if one["id"] == f"meetings.{committee['id']}")
        weekly = []
        for period in written["time_periods"]:
            first, last = (DAYS.index(period[name][:3].title()) for name in ("from", "to"))
            weekly.append({"days": DAYS[first:last + 1], "opens": period["beginTime"][:5],
                           "closes": period["endTime"][:5]})
        return {"id": f"meetings of {committee['id']}", "zone": zone, "weekly": weekly}
    hour, minute = map(int, cadence["time"].split(":"))
    end = hour * 60 + minute + committee["length"] // 60_000_000
    return {"id": f"meetings of {committee['id']}", "zone": cadence["zone"],
            "weekly": [{"days": cadence["days"], "opens": cadence["time"], "closes": f"{end // 60:02}:{end % 60:02}"}]}


def prefixes_of(plan: dict) -> dict[str, str]:
    """By process: what the names of its steps begin with, if it is called. Nothing here is called twice."""
    prefixes = {plan["runs"][0]["process"]: ""}
    for process in plan["processes"]:
        for node in process["nodes"]:
            if node["kind"] == "call":
                prefixes[node["callee"]] = prefixes[process["id"]] + node["id"] + "."
    return prefixes


def carried(plan: dict, parameters: dict, weeks: int) -> dict:
    """The plan less what Prosimos cannot carry."""
    shares = shares_of(parameters)
    for calendar in plan.get("calendars", []):
        calendar.pop("closed", None)
    for zone in plan.get("zones", []):
        now = [offset for offset in zone["offsets"] if offset["from"] <= plan["start"]] or zone["offsets"]
        zone["offsets"] = [dict(now[-1])]
    clock = plan["calendars"][0]["zone"] if plan.get("calendars") else "UTC"
    for committee in plan.pop("committees", []):
        plan["calendars"].append(meeting_hours(committee, parameters, clock))
        plan["pools"].append({"id": committee["id"], "kind": "role"})
        plan["people"].append({"id": committee["id"], "pools": [committee["id"]],
                               "calendar": plan["calendars"][-1]["id"]})
    prefixes = prefixes_of(plan)
    for process in plan["processes"]:
        process["nodes"] = [node for node in process["nodes"] if node["kind"] != "audit"]
        process.pop("duties", None)
        for node in process["nodes"]:
            carry_node(node, process, prefixes[process["id"]], shares)
    plan["length"] = weeks * WEEK
    plan["warmup"] = min(plan.get("warmup", 4 * WEEK), weeks * WEEK // 4)
    return plan


def arrivals(wain: str, path: pathlib.Path, cases: int, folder: pathlib.Path) -> list[str]:
    """When the first cases of our engine come."""
    made = run(wain, "simulate", "--replications", "1", "--log", folder / "log.csv", path)
    assert made.returncode == 0, made.stderr
    with open(folder / "log.csv", encoding="utf-8", newline="") as rows:
        came = {row["case:concept:name"]: row["case:arrival"] for row in csv.DictReader(rows)}
    assert len(came) >= cases, f"{len(came)} cases come"
    return sorted(came.values())[:cases]


def ours(wain: str, plan: dict, path: pathlib.Path) -> dict:
    """Figures of our engine: value and standard error."""
    made = run(wain, "simulate", "--format", "json", "--replications", "10", "--jobs", "2", path)
    assert made.returncode == 0, made.stderr
    scenario = json.loads(made.stdout)["scenarios"][0]
    one = scenario["runs"][0]
    t9 = 2.262  # of a 95 % interval of ten replications

    def figure(interval):
        return [interval["value"], (interval["half"] or 0) / t9]

    p90 = one["p90"]
    prefixes = prefixes_of(plan)
    # Who waits for the first of several things comes to all of them here, and Prosimos writes down the one that came.
    raced = {way["to"] for process in plan["processes"] for node in process["nodes"] if is_race(process, node)
             for way in node["exits"]}
    raced = {node.get("name", node["id"]) for process in plan["processes"] for node in process["nodes"]
             if node["id"] in raced}
    visits = {prefixes[step["process"]] + step["step"]: figure(step["visits"]) for step in scenario["steps"]
              if step["kind"] in ("work", "gate", "wait") and step["step"] not in raced}
    visits |= {f"outcome {end['outcome']}": figure(end["share"]) for end in one["outcomes"]}
    return {"cycle": figure(one["cycleTime"]), "visits": visits, "raced": raced,
            "p90": [p90["value"], (p90["high"] - p90["low"]) / 2 / t9 if p90["high"] is not None else 0]}


def unlike_the_whole(mine: dict, whole: dict) -> list[str]:
    """Steps that cases come to more or less often than in the model with nothing taken out: the shares that the
    export counts where data or the truth decide are not those of the model."""
    found = []
    for step in sorted(mine["visits"].keys() & whole["visits"].keys()):
        (a, error_a), (b, error_b) = mine["visits"][step], whole["visits"][step]
        if abs(a - b) > DEVIATIONS * math.hypot(error_a, error_b) + COUNTED * max(a, b) + COUNTED_RARE:
            found.append(f"{step}: exported {a:.4g} ± {error_a:.2g}, in the whole model {b:.4g} ± {error_b:.2g}")
    return found


def differences(mine: dict, theirs: dict) -> list[str]:
    """Figures that are further apart than both intervals allow."""
    pairs = [(name, mine[name], theirs[name]) for name in ("cycle", "p90")]
    for step in sorted((mine["visits"].keys() | theirs["visits"].keys()) - mine["raced"]):
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


def check(wain: str, model: Model, folder: pathlib.Path) -> tuple[list[str], str]:
    path, scenario = ROOT / model.file, model.scenario
    if model.without or model.instead:
        path, scenario = folder / "compared.wain", "Compared"
        says = model.instead or model.without
        source = f"from {model.scenario} " if model.scenario else ""
        path.write_text(f'import "{ROOT / model.file}"\nscenario {scenario} {source}{{ {says} }}\n', encoding="utf-8")
    made = run(wain, "compile", "--emit", "prosimos", "--scenario", scenario, "-o", folder / "model", path)
    if made.returncode != 0:
        return [made.stderr[:500]], ""
    start = re.search(r"--starting_at (\S+)", made.stderr).group(1)
    plan, ours_is = None, folder / "carried.json"
    if model.weeks:
        plan = json.loads(run(wain, "compile", "--emit", "plan", "--scenario", scenario, path).stdout)
        whole_is = folder / "whole.json"
        whole_is.write_text(json.dumps(plan | {"length": model.weeks * WEEK}), encoding="utf-8")
        whole = ours(wain, plan, whole_is)
        plan = carried(plan, json.loads((folder / "model.json").read_text(encoding="utf-8")), model.weeks)
        ours_is.write_text(json.dumps(plan), encoding="utf-8")
    given = folder / "arrivals.json"
    if model.our_arrivals:
        given.write_text(json.dumps(arrivals(wain, ours_is, model.cases, folder)), encoding="utf-8")
    ran = run(PYTHON, INTEROP / "run.py", folder / "model.bpmn", folder / "model.json", model.cases, start, 1,
              *([given] if model.our_arrivals else []))
    if ran.returncode != 0:
        return [f"Prosimos: {ran.stderr[-800:]}"], ""
    theirs = json.loads(ran.stdout)
    found = [] if theirs["started"] == model.cases else [f"{theirs['started']} of {model.cases} cases are in the log"]
    if plan is None:
        return found, f"{theirs['cases']} cases run"
    mine = ours(wain, plan, ours_is)
    text = (f"mean {mine['cycle'][0]:.4g} ± {2 * mine['cycle'][1]:.2g} h against {theirs['cycle'][0]:.4g} ± "
            f"{2 * theirs['cycle'][1]:.2g}, p90 {mine['p90'][0]:.4g} against {theirs['p90'][0]:.4g}, "
            f"{len(mine['visits'])} counts")
    known = scenario == "Reference"
    if known and not (KNOWN_MEAN[0] <= mine["cycle"][0] <= KNOWN_MEAN[1] and KNOWN_P90[0] <= mine["p90"][0] <= KNOWN_P90[1]):
        found.append("ours is not what other simulators found")
    return found + unlike_the_whole(mine, whole) + differences(mine, theirs), text


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wain", required=True)
    arguments.add_argument("--model", default="")
    given = arguments.parse_args()
    wrong = 0
    models = [model for model in MODELS if given.model in model.file]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        folders = [pathlib.Path(folder) / str(i) for i in range(len(models))]
        for each in folders:
            each.mkdir()
        for model, (found, text) in zip(models, pool.map(lambda pair: check(given.wain, *pair), zip(models, folders))):
            print(f"{model.file} {model.scenario or 'in part'}: {text}")
            for line in found:
                print(f"  {line}", file=sys.stderr)
            wrong += len(found)
    print(f"{len(models)} models, {wrong} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
