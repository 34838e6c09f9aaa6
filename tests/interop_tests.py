#!/usr/bin/python3
"""What `wain` writes is read by other tools: every example's IR as JSON against its published schema,
its findings and the plans of its scenarios against theirs, and its picture by the real Graphviz.

usage: interop_tests.py --wain PROGRAM
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True)


def plan_complaints(wain: str, path: pathlib.Path, plan_schema) -> list[str]:
    """Every scenario is lowered to a plan, which is valid, and the same every time."""
    found = []
    for scenario in re.findall(r"^scenario (\w+)", path.read_text(encoding="utf-8"), re.M):
        command = (wain, "compile", "--emit", "plan", "--scenario", scenario, str(path))
        plan = run(*command)
        if plan.returncode != 0:
            found.append(f"plan of {scenario}: {plan.stderr[:200]}")
            continue
        found += [f"plan of {scenario}: {e.json_path}: {e.message[:200]}"
                  for e in plan_schema.iter_errors(json.loads(plan.stdout))]
        if run(*command).stdout != plan.stdout:
            found.append(f"plan of {scenario}: not the same twice")
    return found


def simulation_complaints(wain: str, path: pathlib.Path, simulation_schema) -> list[str]:
    """Two replications of every scenario, as JSON; the same for any number of threads."""
    if not re.search(r"^scenario ", path.read_text(encoding="utf-8"), re.M):
        return []
    command = (wain, "simulate", "--format", "json", "--replications", "2", str(path))
    simulated = run(*command, "--jobs", "1")
    if simulated.returncode != 0:
        return [f"simulate: {simulated.stderr[:200]}"]
    found = [f"simulation: {e.json_path}: {e.message[:200]}"
             for e in simulation_schema.iter_errors(json.loads(simulated.stdout))]
    if run(*command, "--jobs", "2").stdout != simulated.stdout:
        found.append("simulation: not the same with two threads")
    return found


def complaints_about(wain: str, path: pathlib.Path, ir_schema, findings_schema, estimate_schema, plan_schema,
                     simulation_schema) -> list[str]:
    found = []
    ir = run(wain, "compile", "--emit", "ir-json", str(path))
    found += [f"ir-json: {e.json_path}: {e.message[:200]}" for e in ir_schema.iter_errors(json.loads(ir.stdout))]
    findings = run(wain, "lint", "--format", "json", str(path))
    found += [f"findings: {e.json_path}: {e.message[:200]}"
              for e in findings_schema.iter_errors(json.loads(findings.stdout))]
    estimate = run(wain, "estimate", "--format", "json", str(path))
    found += [f"estimate: {e.json_path}: {e.message[:200]}" for e in estimate_schema.iter_errors(json.loads(estimate.stdout))]
    dot = run(wain, "compile", "--emit", "dot", str(path))
    drawn = subprocess.run(["dot", "-Tsvg"], input=dot.stdout, capture_output=True, text=True)
    if drawn.returncode != 0 or drawn.stderr or "</svg>" not in drawn.stdout:
        found.append(f"dot: {drawn.stderr[:200]}")
    mermaid = run(wain, "compile", "--emit", "mermaid", str(path))
    if mermaid.returncode != 0 or "flowchart" not in mermaid.stdout:
        found.append(f"mermaid: {mermaid.stderr[:200]}")
    found += plan_complaints(wain, path, plan_schema)
    found += simulation_complaints(wain, path, simulation_schema)
    return [f"{path.name}: {text}" for text in found]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wain", required=True)
    wain = arguments.parse_args().wain
    validators = []
    for name in ("ir-2", "findings-1", "estimate-1", "plan-2", "simulation-2"):
        schema = json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text())
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        validators.append(validator(schema))
    bad_plans = []
    for path in sorted((ROOT / "tests/runtime/plans").glob("*.json")):  # of every version that is read
        plan = json.loads(path.read_text())
        schema = json.loads((ROOT / f"docs/schema/plan-{plan['version']}.schema.json").read_text())
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        bad_plans += [f"{path.name}: {e.json_path}: {e.message[:200]}" for e in validator(schema).iter_errors(plan)]
    files = sorted((ROOT / "examples").rglob("*.wain"))
    if not files:
        print("no examples")
        return 1
    complaints = bad_plans + [text for path in files for text in complaints_about(wain, path, *validators)]
    print(*complaints, sep="\n")
    print(f"{len(files)} examples, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
