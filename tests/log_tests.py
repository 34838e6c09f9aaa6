#!/usr/bin/python3
"""Event logs of `wain simulate --log`, read by the real pm4py and held against the figures of the same
replication; every trace is a run of the plan; nothing half written is left behind.

usage: log_tests.py --wain PROGRAM
"""
import argparse
import collections
import contextlib
import csv
import gzip
import json
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

import plan_replay

ROOT = pathlib.Path(__file__).resolve().parent.parent
PM4PY = ROOT / "tests/interop/pm4py"
WAIN = ""
WEEK = 7 * 24 * 3600 * 1_000_000
# An example, its scenario, so many weeks of it, and how many times rarer cases come: pm4py reads slowly.
CASES = [("room-as-found", "AsFound", 4, 1), ("room-rebuilt", "Rebuilt", 6, 1), ("loan-origination", "Today", 1, 8),
         ("insurance-claims", "Today", 3, 8), ("change-advisory-board", "AsFound", 6, 2),
         ("ethics-board", "Year", 20, 4), ("content-moderation", "Today", 1, 60),
         ("purchase-to-pay", "Built", 3, 12), ("travel-claims", "AsFound", 6, 10)]
# What has no parallel branches and calls nothing: pm4py's Petri nets of it are those of the model.
SEQUENTIAL = ("room-as-found", "room-rebuilt", "change-advisory-board", "ethics-board", "travel-claims")
FORMATS = (".csv", ".xes", ".xes.gz", ".sqlite")


def wain(*words, **options) -> subprocess.CompletedProcess:
    return subprocess.run([WAIN, *map(str, words)], capture_output=True, text=True, timeout=300, **options)


def short_plan(folder: pathlib.Path, example: str, scenario: str, weeks: int, rarer: float) -> pathlib.Path:
    """A plan of a few weeks, so that the log is small."""
    text = wain("compile", "--emit", "plan", "--scenario", scenario, ROOT / f"examples/{example}.wain").stdout
    plan = json.loads(text)
    plan["length"] = weeks * WEEK
    if "warmup" in plan:
        plan["length"] += WEEK
        plan["warmup"] = WEEK
    plan["replications"] = 1
    for run in plan["runs"]:
        run["gaps"]["mean"] *= rarer
    path = folder / f"{example}.json"
    path.write_text(json.dumps(plan))
    return path


def station(folder: pathlib.Path, cases: int) -> pathlib.Path:
    """M/M/3 with so many cases."""
    minute = 60_000_000
    plan = {"schema": "wain-plan", "version": 1, "scenario": "Station", "start": 0, "length": cases * minute,
            "replications": 1, "seed": "1", "pools": [{"id": "Clerk", "kind": "role"}],
            "people": [{"id": "Clerk", "count": 3, "pools": ["Clerk"]}], "outcomes": [{"id": "Done"}],
            "processes": [{"id": "Serve", "nodes": [
                {"id": "start.1", "kind": "start", "exits": [{"kind": "next", "to": "Work"}]},
                {"id": "Work", "kind": "work", "pool": "Clerk",
                 "takes": {"kind": "exponential", "mean": 2.4 * minute}, "exits": [{"kind": "next", "to": "end.1"}]},
                {"id": "end.1", "kind": "end", "outcome": "Done"}]}],
            "runs": [{"process": "Serve", "gaps": {"kind": "exponential", "mean": minute}}]}
    path = folder / f"station-{cases}.json"
    path.write_text(json.dumps(plan))
    return path


class Read(unittest.TestCase):
    """One reading of all logs by pm4py, which is slow to start."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="wain-logs-")
        cls.addClassCleanup(scratch.cleanup)
        folder = pathlib.Path(scratch.name)
        cls.folder = folder
        cls.plans, cls.simulated, cls.logs = {}, {}, {}
        paths = []
        for example, scenario, weeks, rarer in CASES:
            plan = short_plan(folder, example, scenario, weeks, rarer)
            cls.plans[example] = json.loads(plan.read_text())
            logs = [folder / f"{example}{end}" for end in FORMATS]
            run = wain("simulate", "--format", "json", plan, *(word for log in logs for word in ("--log", log)))
            if run.returncode != 0:
                raise RuntimeError(f"{example}: {run.stderr}")
            cls.simulated[example] = json.loads(run.stdout)["scenarios"][0]
            paths += logs
        read = subprocess.run([PM4PY / ".venv/bin/python", PM4PY / "figures.py", *paths], capture_output=True,
                              text=True, timeout=550)
        if read.returncode != 0:
            raise RuntimeError(read.stderr[-3000:])
        for line in read.stdout.splitlines():
            if line.startswith("{"):
                figures = json.loads(line)
                name = pathlib.Path(figures["path"]).name
                example = name.split(".")[0]
                cls.logs.setdefault(example, {})[name[len(example):]] = figures

    def each(self):
        for example, *_ in CASES:
            yield example, self.plans[example], self.simulated[example], self.logs[example][".csv"]

    def test_all_formats_say_the_same(self):
        for example, _, _, csv in self.each():
            for end in FORMATS[1:]:
                other = self.logs[example][end]
                for key in ("events", "transitions", "completed", "touch", "traces", "problems", "resources"):
                    self.assertEqual(other[key], csv[key], f"{example}{end}: {key}")
                for case, expected in csv["cases"].items():
                    found = other["cases"][case]
                    cost = found.pop("cost")
                    if found["end"]:
                        self.assertAlmostEqual(cost, expected["cost"], 3)
                    self.assertEqual(found, {k: v for k, v in expected.items() if k != "cost"}, f"{example}{end} {case}")

    def test_causal_and_whole(self):
        for example, plan, _, log in self.each():
            self.assertEqual(log["problems"], [])
            audits = {plan_replay.Flat.name(n) for p in plan["processes"] for n in p["nodes"] if n["kind"] == "audit"}
            left = [pair for pair in log["open"] if log["cases"][pair[0]]["outcome"] and pair[1].split(".")[-1] not in audits]
            self.assertEqual(left, [])
            self.assertGreater(log["events"], 100)
        told = {word for *_, log in self.each() for word in log["transitions"]}
        self.assertGreaterEqual(told, {"start", "suspend", "resume", "complete"})

    def test_figures_are_those_of_the_simulation(self):
        for example, _, simulated, log in self.each():
            for run in simulated["runs"]:
                cases = [c for c in log["cases"].values() if c["process"] == run["process"] and c["measured"]]
                done = [c for c in cases if c["outcome"]]
                self.assertEqual(len(done), run["cases"])
                self.assertEqual(len(cases) - len(done), run["unfinished"])
                if not done:
                    continue
                cycles = sorted(c["end"] - c["arrival"] for c in done)
                hours = [cycle / 3.6e9 for cycle in cycles]
                self.assertAlmostEqual(sum(cycles) / len(done) / 3.6e9, run["cycleTime"]["value"], 9)
                if not run["unfinished"]:
                    least = -int(-len(hours) * 0.9 // 1) - 1
                    self.assertAlmostEqual(hours[least], run["p90"]["value"], 9)
                self.assertAlmostEqual(sum(c["cost"] for c in done) / len(done), run["cost"]["value"], 3)
                ends = collections.Counter(c["outcome"] for c in done)
                self.assertEqual(dict(ends), {o["outcome"]: o["cases"] for o in run["outcomes"] if o["cases"]})

    def test_touch_time_by_activity(self):
        for example, plan, simulated, log in self.each():
            available = {}
            for people in plan["people"]:
                count = people.get("count", 1)
                for i in range(count):
                    name = people.get("name", people["id"]) + (f"-{i + 1}" if count > 1 else "")
                    available[name] = people.get("available", 1)
            touch = collections.Counter()
            for key, ticks in log["touch"].items():
                activity, resource_, case = key.split("\t")
                if log["cases"][case]["measured"]:
                    touch[activity] += ticks * available.get(resource_, 1)
            measured = sum(run["cases"] + run["unfinished"] for run in simulated["runs"])
            everything_ended = not any(run["unfinished"] for run in simulated["runs"])
            for step in simulated["steps"]:
                if step["kind"] == "wait" or step["visits"] is None or not everything_ended:
                    continue
                label = step["step"] if step["step"] in touch else f"{step['process']}.{step['step']}"
                spent = (step["causes"]["workHuman"] + step["causes"]["workMachine"]) * step["visits"]["value"]
                self.assertAlmostEqual(touch[label] / 3.6e9 / measured, spent, 4, step["step"])

    def test_every_trace_is_a_run_of_the_plan(self):
        for example, plan, _, log in self.each():
            flat = {p["id"]: plan_replay.Flat(plan, p["id"]) for p in plan["processes"]}
            names = {p.get("name", p["id"]): p["id"] for p in plan["processes"]}
            some = next(iter(flat.values()))
            audits = {some.label(p["id"], n) for p in plan["processes"] for n in p["nodes"] if n["kind"] == "audit"}
            for case, trace in log["traces"].items():
                of = log["cases"][case]
                wrong = plan_replay.misfit(flat[names[of["process"]]], audits, trace, of["outcome"])
                self.assertEqual(wrong, "", f"{example} {case}")

    def test_pm4py_replays_the_log_on_the_exported_model(self):
        words = []
        for example in SEQUENTIAL:
            model = self.folder / f"{example}.bpmn"
            run = wain("compile", "--emit", "bpmn", "-o", model, ROOT / f"examples/{example}.wain")
            self.assertEqual(run.returncode, 0, run.stderr)
            words += [model, self.folder / f"{example}.json", self.folder / f"{example}.xes"]
        read = subprocess.run([PM4PY / ".venv/bin/python", PM4PY / "conformance.py", *words], capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(read.returncode, 0, read.stderr[-3000:])
        found = [json.loads(line) for line in read.stdout.splitlines() if line.startswith("{")]
        self.assertEqual(len(found), len(SEQUENTIAL))
        for example, one in zip(SEQUENTIAL, found):
            self.assertEqual((one["fit"], one["unknown"]), (one["traces"], []), example)
            self.assertEqual(one["fit without their first event"], 0, example)
            self.assertGreater(one["traces"], 4 * one["left out"], example)
            self.assertGreaterEqual(one["activities"], 6, example)

    def test_resources_play_their_roles(self):
        for example, plan, _, log in self.each():
            roles = {p["id"]: p.get("name", p["id"]) for p in plan["pools"]}
            allowed = {(name, name) for name in roles.values()}
            allowed |= {(c.get("name", c["id"]),) * 2 for c in plan.get("committees", [])}
            for people in plan["people"]:
                count = people.get("count", 1)
                for i in range(count):
                    name = people.get("name", people["id"]) + (f"-{i + 1}" if count > 1 else "")
                    allowed |= {(name, roles[pool]) for pool in people["pools"]}
            self.assertEqual([pair for pair in log["resources"] if tuple(pair.split("\t")) not in allowed], [])


class Files(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-logs-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.example = ROOT / "examples/room-as-found.wain"

    def left(self) -> list[str]:
        return sorted(os.listdir(self.folder))

    def test_a_file_a_scenario(self):
        log = self.folder / "log.v1.csv"
        run = wain("simulate", "--replications", "2", "--scenario", "AsFound", "--scenario", "AnHour", "--log", log, self.example)
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(self.left(), ["log.v1.AnHour.csv", "log.v1.AsFound.csv"])
        run = wain("simulate", "--replications", "1", "--scenario", "AsFound", "--log", log, self.example)
        self.assertEqual(run.returncode, 0)
        self.assertEqual(log.read_bytes(), (self.folder / "log.v1.AsFound.csv").read_bytes())

    def test_the_replication_that_was_asked_for_and_the_same_for_any_number_of_threads(self):
        logs = []
        for words in (["--jobs", "2", "--log-replication", "2"], ["--jobs", "1", "--log-replication", "2"], ["--jobs", "2"]):
            log = self.folder / f"{len(logs)}.xes"
            run = wain("simulate", "--replications", "3", *words, "--scenario", "AsFound", "--log", log,
                       self.example)
            self.assertEqual(run.returncode, 0, run.stderr)
            logs.append(log.read_bytes())
        self.assertEqual(logs[0], logs[1])
        self.assertNotEqual(logs[0], logs[2])

    def test_gzip_is_the_same_text(self):
        log = self.folder / "log.xes"
        words = ("simulate", "--replications", "1", "--scenario", "AsFound", self.example, "--log")
        wain(*words, log, "--log", f"{log}.gz")
        self.assertEqual(gzip.decompress(pathlib.Path(f"{log}.gz").read_bytes()), log.read_bytes())

    def in_all_formats(self, plan: pathlib.Path) -> tuple[list[pathlib.Path], list[dict]]:
        """The logs of one simulation, and the rows of the first, which is CSV."""
        logs = [self.folder / f"log{end}" for end in FORMATS]
        run = wain("simulate", plan, *(word for log in logs for word in ("--log", log)))
        self.assertEqual(run.returncode, 0, run.stderr)
        with open(logs[0], newline="", encoding="utf-8") as file:
            return logs, list(csv.DictReader(file))

    def test_batches(self):
        """Cases that are done together have a batch in common, and no others have it."""
        plan = json.loads(station(self.folder, 300).read_text())
        plan["processes"][0]["nodes"][1]["batch"] = {"size": 4, "orAfter": 3 * 60_000_000}
        path = self.folder / "batches.json"
        path.write_text(json.dumps(plan))
        logs, rows = self.in_all_formats(path)
        together = collections.defaultdict(list)
        for row in rows:
            together[row["batch"], row["lifecycle:transition"]].append((row["time:timestamp"], row["org:resource"]))
        sizes = collections.Counter(len(members) for members in together.values())
        self.assertTrue(all(len(set(members)) == 1 for members in together.values()), together)
        self.assertEqual(max(sizes), 4)
        self.assertGreater(len(sizes), 2)  # some were sent off by their time
        one_person = collections.Counter((row["time:timestamp"], row["org:resource"]) for row in rows
                                         if row["lifecycle:transition"] == "start")
        self.assertEqual(sorted(one_person.values()),
                         sorted(len(members) for (_, what), members in together.items() if what == "start"))
        events = xml.etree.ElementTree.parse(logs[1]).getroot().findall(".//{*}event")
        in_xes = collections.Counter({a.get("key"): a.get("value") for a in event}["batch"] for event in events)
        self.assertEqual(in_xes, collections.Counter(row["batch"] for row in rows))
        with contextlib.closing(sqlite3.connect(logs[3])) as database:
            in_ocel = dict(database.execute("SELECT ocel_object_id, count(*) FROM event_object WHERE ocel_qualifier = 'in' GROUP BY 1"))
            self.assertEqual(in_ocel, {f"batch:{name}": count for name, count in in_xes.items()})
            self.assertEqual(database.execute("SELECT count(*) FROM object_batch").fetchall(), [(len(in_xes),)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])

    def test_hostile_names(self):
        path = station(self.folder, 300)
        plan = json.loads(path.read_text())
        step, clerk, done = 'a, "b" <c> & \'d\'\r\n\té\u0001\uffff😀', "=1+2;\"\\", "]]> -- <!--"
        plan["processes"][0]["nodes"][1]["name"] = step
        plan["people"][0]["name"], plan["people"][0]["count"] = clerk, 1
        plan["outcomes"][0]["name"] = done
        plan["pools"][0]["name"] = "role, too"
        path.write_text(json.dumps(plan))
        logs, rows = self.in_all_formats(path)
        self.assertGreater(len(rows), 400)
        for row in rows:
            self.assertEqual((row["concept:name"], row["org:resource"], row["org:role"]), (step, clerk, "role, too"))
            self.assertIn(row["case:outcome"], (done, ""))
        banned = step.translate({1: None, 0xffff: None})  # what XML cannot hold
        events = xml.etree.ElementTree.parse(logs[1]).getroot().findall(".//{*}event")
        self.assertEqual(len(events), len(rows))
        for event in events:
            values = {a.get("key"): a.get("value") for a in event}
            self.assertEqual((values["concept:name"], values["org:resource"]), (banned, clerk))
        with contextlib.closing(sqlite3.connect(logs[3])) as database:
            self.assertEqual(database.execute("SELECT ocel_type, count(*) FROM event GROUP BY 1").fetchall(), [(step, len(rows))])
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(database.execute("PRAGMA foreign_key_check").fetchall(), [])

    def test_no_such_replication(self):
        run = wain("simulate", "--replications", "2", "--log-replication", "3", "--scenario", "AsFound",
                   "--log", self.folder / "log.csv", self.example)
        self.assertEqual(run.returncode, 2)
        self.assertIn("no log is written", run.stderr)
        self.assertEqual(self.left(), [])

    def test_no_such_format(self):
        run = wain("simulate", "--log", self.folder / "log.txt", self.example)
        self.assertEqual(run.returncode, 2)
        self.assertIn(".xes.gz", run.stderr)

    def test_an_old_log_stays_if_a_new_one_fails(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

        for end in FORMATS:
            with self.subTest(end):
                log = self.folder / f"log{end}"
                log.write_text("the old one")
                run = wain("simulate", "--replications", "1", "--scenario", "AsFound", "--log", log, self.example, preexec_fn=limit)
                if end == ".xes.gz":  # small enough
                    continue
                self.assertEqual(run.returncode, 2, run.stderr)
                self.assertIn(f"cannot write `{log}`", run.stderr)
                self.assertEqual(log.read_text(), "the old one")
        self.assertEqual(self.left(), [f"log{end}" for end in sorted(FORMATS)])

    def test_a_full_device(self):
        os.symlink("/dev/full", self.folder / "full.csv")
        run = wain("simulate", "--replications", "1", "--scenario", "AsFound", "--log", self.folder / "full.csv", self.example)
        self.assertEqual(run.returncode, 2)
        self.assertIn("No space left on device", run.stderr)

    def test_no_such_folder(self):
        for end in FORMATS:
            run = wain("simulate", "--log", self.folder / f"none/log{end}", self.example)
            self.assertEqual(run.returncode, 2)
            self.assertIn("No such file or directory", run.stderr)
        run = wain("simulate", "--log", "/proc/log.csv", self.example)
        self.assertEqual(run.returncode, 2)

    def test_interrupted(self):
        plan = station(self.folder, 3_000_000)
        for end in (".csv", ".sqlite"):
            process = subprocess.Popen([WAIN, "simulate", plan, "--log", self.folder / f"log{end}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, text=True)
            while not any(name.startswith("log") for name in self.left()):
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 2)
            self.assertIn("no log is written", errors)
            self.assertEqual(self.left(), [plan.name])

    def test_one_interruption_may_come_twice(self):
        """`timeout -s INT` sends it to the process and to its group; only a later one ends it without a word."""
        plan = station(self.folder, 100_000)
        process = subprocess.Popen([WAIN, "simulate", "--replications", "1000000", "--jobs", "1", plan], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, start_new_session=True)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(0.005)  # so that the two are not one
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 2, errors)
        self.assertIn("partial", output)

    def test_memory_does_not_grow_with_the_cases(self):
        # Under sanitizers what was freed stays aside unless one says otherwise, and that is no memory in use.
        environment = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}

        def peak(cases: int, *words) -> int:
            plan = station(self.folder, cases)
            pid = os.posix_spawn(WAIN, [WAIN, "simulate", str(plan), *map(str, words)], environment, file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
            _, status, usage = os.wait4(pid, 0)
            self.assertEqual(status, 0)
            return usage.ru_maxrss * 1024

        logs = [word for end in FORMATS for word in ("--log", self.folder / f"log{end}")]
        few, many = 10_000, 100_000
        extra = peak(many, *logs) - peak(few, *logs) - (peak(many) - peak(few))
        self.assertLess(extra, 3_000_000)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wain", required=True)
    arguments, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(arguments.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
