"""The loan application that BIMP's and Prosimos's papers use, with constant times: as a plan of Wain, and as
the BPMN and JSON that Prosimos reads.

usage: loan_application.py CASES FOLDER      runs it in Prosimos with its event log, and prints seconds of the
processor as JSON
"""
import json
import pathlib
import sys
import time

POOLS = {"Clerk": 8, "LoanOfficer": 4, "SeniorOfficer": 2, "Applicant": 1}
SECONDS_BETWEEN_CASES = 2000
# Steps: seconds, pool, and what comes next. Choices: shares of what comes next.
STEPS = {
    "CheckForm": (3600, "Clerk", "complete?"), "ReturnForm": (1800, "Clerk", "CompleteForm"),
    "CompleteForm": (3600, "Applicant", "CheckForm"), "CheckCredit": (3600, "Clerk", "AssessRisk"),
    "AssessRisk": (1200, "LoanOfficer", "acceptable?"), "Reject": (600, "Clerk", "end"),
    "DesignOffer": (900, "LoanOfficer", "ApproveOffer"), "ApproveOffer": (1800, "SeniorOfficer", "good?"),
    "PreparePack": (2700, "Clerk", "Send"), "Send": (1800, "LoanOfficer", "accepted?"),
    "ApproveApplication": (300, "Clerk", "end"), "Reconsider": (1800, "SeniorOfficer", "again?"),
    "Cancel": (300, "Clerk", "end")}
CHOICES = {
    "complete?": [("ReturnForm", 0.2), ("CheckCredit", 0.8)], "acceptable?": [("Reject", 0.5), ("DesignOffer", 0.5)],
    "good?": [("DesignOffer", 0.2), ("PreparePack", 0.8)],
    "accepted?": [("ApproveApplication", 0.5), ("Reconsider", 0.5)],
    "again?": [("Cancel", 0.45), ("DesignOffer", 0.55)]}


def plan(cases: int) -> dict:
    second = 1_000_000
    nodes = [{"id": "start", "kind": "start", "exits": [{"kind": "next", "to": "CheckForm"}]}]
    for name, (seconds, pool, following) in STEPS.items():
        nodes.append({"id": name, "kind": "work", "pool": pool, "takes": {"kind": "constant", "value": seconds * second},
                      "exits": [{"kind": "next", "to": following}]})
    for name, arms in CHOICES.items():
        nodes.append({"id": name, "kind": "split",
                      "exits": [{"kind": "next", "to": to, "share": share} for to, share in arms]})
    nodes.append({"id": "end", "kind": "end", "outcome": "Done"})
    days = cases * SECONDS_BETWEEN_CASES / (8 * 3600)
    return {"schema": "wain-plan", "version": 1, "scenario": "LoanApplication", "start": 1767571200 * second,
            "length": int(days / 5 * 7 * 24 * 3600) * second, "replications": 1, "seed": "1",
            "zones": [{"id": "UTC", "offsets": [{"from": 0, "seconds": 0}]}],
            "calendars": [{"id": "Office", "zone": "UTC",
                           "weekly": [{"days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "opens": "09:00", "closes": "17:00"}]}],
            "pools": [{"id": pool, "kind": "role"} for pool in POOLS],
            "people": [{"id": pool, "count": count, "pools": [pool], "calendar": "Office"} for pool, count in POOLS.items()],
            "outcomes": [{"id": "Done"}], "processes": [{"id": "Apply", "nodes": nodes}],
            "runs": [{"process": "Apply", "calendar": "Office",
                      "gaps": {"kind": "exponential", "mean": SECONDS_BETWEEN_CASES * second}}]}


def write_prosimos(folder: pathlib.Path) -> None:
    """loan.bpmn and loan.json."""
    flows, elements = [], ['<startEvent id="start"/>', '<endEvent id="end"/>']
    into = {}
    for name, (_, _, following) in STEPS.items():
        into.setdefault(following, []).append(name)
    for name, arms in CHOICES.items():
        for to, _ in arms:
            into.setdefault(to, []).append(name)
    into["CheckForm"].append("start")
    plain = {name: f"choice{i}" for i, name in enumerate(CHOICES)}

    def flow(source: str, target: str) -> str:
        flows.append(f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>')
        return flows[-1].split('"')[1]

    shares = []
    arrives = {name: name if len(sources) == 1 else f"join_{name}" for name, sources in into.items() if name not in CHOICES}
    arrives |= plain
    for name, at in arrives.items():
        if at.startswith("join_"):
            elements.append(f'<exclusiveGateway id="{at}" gatewayDirection="Converging"/>')
            flow(at, name)
    flow("start", arrives["CheckForm"])
    for name, (_, _, following) in STEPS.items():
        elements.append(f'<task id="{name}" name="{name}"/>')
        flow(name, arrives[following])
    for name, arms in CHOICES.items():
        elements.append(f'<exclusiveGateway id="{plain[name]}" gatewayDirection="Diverging"/>')
        shares.append({"gateway_id": plain[name], "probabilities": [
            {"path_id": flow(plain[name], arrives[to]), "value": share} for to, share in arms]})
    (folder / "loan.bpmn").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'id="loan" targetNamespace="loan">\n<process id="Apply" isExecutable="true">\n'
        + "\n".join(elements + flows) + "\n</process>\n</definitions>\n")
    hours = [{"from": "MONDAY", "to": "FRIDAY", "beginTime": "09:00:00", "endTime": "17:00:00"}]
    parameters = {
        "resource_profiles": [{"id": pool, "name": pool, "resource_list": [
            {"id": f"{pool}{i}", "name": f"{pool}{i}", "cost_per_hour": 0, "amount": 1, "calendar": "Office",
             "assignedTasks": [name for name, step in STEPS.items() if step[1] == pool]} for i in range(count)]}
            for pool, count in POOLS.items()],
        "resource_calendars": [{"id": "Office", "name": "Office", "time_periods": hours}],
        "arrival_time_calendar": hours,
        "arrival_time_distribution": {"distribution_name": "expon", "distribution_params": [
            {"value": SECONDS_BETWEEN_CASES}, {"value": 0}, {"value": 1_000_000}]},
        "gateway_branching_probabilities": shares,
        "task_resource_distribution": [{"task_id": name, "resources": [
            {"resource_id": f"{pool}{i}", "distribution_name": "fix", "distribution_params": [{"value": seconds}]}
            for i in range(POOLS[pool])]} for name, (seconds, pool, _) in STEPS.items()],
        "event_distribution": [], "batch_processing": [], "case_attributes": [], "prioritisation_rules": []}
    (folder / "loan.json").write_text(json.dumps(parameters, indent=1))


def main() -> None:
    from prosimos.simulation_engine import run_simulation
    cases, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    write_prosimos(folder)
    begun = time.process_time()
    run_simulation(bpmn_path=str(folder / "loan.bpmn"), json_path=str(folder / "loan.json"), total_cases=cases,
                   log_out_path=str(folder / "prosimos.csv"), starting_at="2026-01-05T09:00:00.000000+00:00")
    print(json.dumps({"seconds": time.process_time() - begun}))


if __name__ == "__main__":
    main()
