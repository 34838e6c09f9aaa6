"""Replays logs on exported BPMN models with pm4py's own token replay. Runs in the environment of requirements.txt.

usage: conformance.py MODEL.bpmn PLAN.json LOG.xes [MODEL PLAN LOG]…      a JSON object each

pm4py drops catching events of a flow when it makes a Petri net, and the ways that boundary events open. So it is
given the model with tasks in the place of the former, and the traces that need none of the latter: nothing failed
in them, was handed over or let go by a clock. Events are known by the ids of their elements, which a model and a
plan share; audits stand beside the flow.
"""
import json
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ElementTree

warnings.filterwarnings("ignore")
import pm4py
from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def petri_net(path: str, process: str):
    """Of one process; its labels are the ids of its elements."""
    tree = ElementTree.parse(path)
    root = tree.getroot()
    for child in list(root):
        if child.tag != BPMN + "process" or child.get("id") != process:
            root.remove(child)
    for element in root.iter():
        if element.tag == BPMN + "intermediateCatchEvent":
            element.tag = BPMN + "task"
            for part in [p for p in element if p.tag.endswith("EventDefinition")]:
                element.remove(part)
        if element.tag.removeprefix(BPMN) in ("task", "userTask", "serviceTask"):
            element.set("name", element.get("id"))
    with tempfile.NamedTemporaryFile(suffix=".bpmn") as file:
        tree.write(file.name)
        return pm4py.convert_to_petri_net(pm4py.read_bpmn(file.name))


def main() -> None:
    for model, plan_path, log_path in zip(*[iter(sys.argv[1:])] * 3):
        with open(plan_path, encoding="utf-8") as file:
            plan = json.load(file)
        process = next(p for p in plan["processes"] if p["id"] == plan["runs"][0]["process"])
        nodes = {n.get("name", n["id"]): n for n in process["nodes"]}
        log = pm4py.read_xes(log_path)
        beside = {name for name, node in nodes.items() if node["kind"] == "audit"}
        log = log[~log["concept:name"].isin(beside) & log["case:outcome"].notna()].copy()
        decision = log["decision"] if "decision" in log else log["concept:name"].map(lambda _: None)
        aside = log["lifecycle:transition"].isin(["autoskip", "ate_abort"]) | decision.isin(["fails", "timeout"])
        performed = log["concept:name"].map(lambda name: nodes[name].get("pool", nodes[name].get("committee", "")))
        roles = {e["id"]: e.get("name", e["id"]) for e in plan["pools"] + plan.get("committees", [])}
        handed = log["org:role"].notna() & (log["org:role"] != performed.map(roles.get)) if "org:role" in log else aside & False
        left_out = set(log[aside | handed]["case:concept:name"])
        log = log[log["lifecycle:transition"].eq("complete") & ~log["case:concept:name"].isin(left_out)].copy()
        log["concept:name"] = log["concept:name"].map(lambda name: f"{process['id']}.{nodes[name]['id']}")
        net, start, end = petri_net(model, process["id"])
        replayed = pm4py.conformance_diagnostics_token_based_replay(log, net, start, end)
        headless = log[log.duplicated("case:concept:name")]
        beheaded = pm4py.conformance_diagnostics_token_based_replay(headless, net, start, end)
        labels = {t.label for t in net.transitions if t.label}
        print(json.dumps({"process": process["id"], "traces": len(replayed), "left out": len(left_out),
                          "fit": sum(one["trace_is_fit"] for one in replayed),
                          "fit without their first event": sum(one["trace_is_fit"] for one in beheaded),
                          "activities": int(log["concept:name"].nunique()),
                          "unknown": sorted(set(log["concept:name"]) - labels)}))


if __name__ == "__main__":
    main()
