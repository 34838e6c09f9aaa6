#!/usr/bin/python3
"""`wain simulate` beside SimPy and Prosimos, in one run on one machine: the same model on both sides.

usage: against_others.py WAIN [RUNS]

The first run installs both from PyPI into an environment of its own, bench/others/.venv. What is compared is
time of the processor, so that other work on the machine matters little; all run on one thread. For Wain it is
that of whole processes, with starting up, reading the plan and writing the figures; for the others only what
their simulation takes. Figures are medians of RUNS (default 3), which take turns.
"""
import csv
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "others"))
import loan_application
import station

CUSTOMERS, CASES = 200_000, 10_000


def environment() -> pathlib.Path:
    """The Python that has the others; installed if need be."""
    folder, wanted = HERE / "others/.venv", HERE / "others/requirements.txt"
    done = folder / "installed"
    if not done.exists() or done.stat().st_mtime < wanted.stat().st_mtime:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted], check=True)
        done.touch()
    return folder / "bin/python"


def other(python: pathlib.Path, script: str, *words) -> dict:
    run = subprocess.run([python, HERE / "others" / script, *map(str, words)], check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def wain(program: str, plan: pathlib.Path, *words) -> tuple[float, float, dict]:
    """Seconds, peak memory in MiB, and the figures of the only run."""
    out = plan.with_suffix(".out")
    pid = os.posix_spawn(program, [program, "simulate", "--jobs", "1", "--format", "json", str(plan), *map(str, words)],
                         os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, str(out), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)])
    _, status, usage = os.wait4(pid, 0)
    seconds = usage.ru_utime + usage.ru_stime
    if status != 0:
        raise SystemExit(f"wain ended with {status}")
    return seconds, usage.ru_maxrss / 1024, json.loads(out.read_text())["scenarios"][0]["runs"][0]


def mean_hours(log: pathlib.Path) -> float:
    """The mean cycle time in a log of Prosimos, from a case's first entry to its last end."""
    first, last = {}, {}
    with open(log, newline="") as file:
        for row in csv.DictReader(file):
            case = row["case_id"]
            begun, ended = (datetime.datetime.fromisoformat(row[key]) for key in ("enable_time", "end_time"))
            first[case] = min(first.get(case, begun), begun)
            last[case] = max(last.get(case, ended), ended)
    return statistics.mean((last[case] - first[case]).total_seconds() for case in first) / 3600


def report(title: str, unit: str, count: float, ours: list[float], theirs: list[float], name: str) -> None:
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"{title}\n  {name:9}{b:9.3f} s  {count / b:12,.0f} {unit}/s\n  wain     {a:9.3f} s  {count / a:12,.0f} {unit}/s   {b / a:.0f} times")


def main() -> None:
    program = str(pathlib.Path(sys.argv[1]).resolve())
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    python = environment()
    with tempfile.TemporaryDirectory(prefix="wain-bench-") as scratch:
        folder = pathlib.Path(scratch)
        plans = {}
        for name, plan in (("station", station.plan(CUSTOMERS)), ("loan", loan_application.plan(CASES))):
            plans[name] = folder / f"{name}-wain.json"
            plans[name].write_text(json.dumps(plan))
        ours, theirs = [], []
        for _ in range(runs):
            theirs.append(other(python, "station.py", CUSTOMERS))
            ours.append(wain(program, plans["station"]))
        report(f"M/M/3, {CUSTOMERS:,} customers, without a log", "customers", CUSTOMERS, [o[0] for o in ours],
               [t["seconds"] for t in theirs], "SimPy")
        print(f"  mean time in the system: {theirs[-1]['mean']:.2f} min and {ours[-1][2]['cycleTime']['value'] * 60:.2f} min")
        ours, theirs = [], []
        for _ in range(runs):
            theirs.append(other(python, "loan_application.py", CASES, folder))
            ours.append(wain(program, plans["loan"], "--log", folder / "wain.csv"))
        cases = ours[-1][2]["cases"]
        per_case = [o[0] * CASES / cases for o in ours]
        report(f"loan application, {CASES:,} cases, with the whole event log as CSV", "cases", CASES, per_case,
               [t["seconds"] for t in theirs], "Prosimos")
        print(f"  mean cycle time: {mean_hours(folder / 'prosimos.csv'):.2f} h and {ours[-1][2]['cycleTime']['value']:.2f} h")


if __name__ == "__main__":
    main()
