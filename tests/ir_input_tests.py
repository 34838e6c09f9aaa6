#!/usr/bin/env python3
"""An IR in JSON as an input: it is judged as the text is that it came from, and graphs that no text could
produce are judged at all.

usage: ir_input_tests.py --wain PROGRAM
"""
import argparse
import collections
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
WAIN = ""


def run(*words, text=None) -> subprocess.CompletedProcess:
    return subprocess.run([WAIN, *map(str, words)], input=text, capture_output=True, text=True, timeout=60)


def findings(path) -> collections.Counter:
    """Rule, element and level of each finding; messages too, less the places in them."""
    found = json.loads(run("lint", "--today", "2026-06-01", "--format", "json", path).stdout)["findings"]
    return collections.Counter((f["rule"], f["symbol"], f["level"]) for f in found)


class Graph:
    """A process of one role, from nodes (name: kind) and edges (from, to, kind)."""

    def __init__(self, nodes: dict[str, str], edges: list[tuple], **more):
        self.nodes, self.edges, self.more = nodes, edges, more

    def document(self) -> dict:
        nodes = [{"id": "start", "kind": "start"}]
        for name, kind in self.nodes.items():
            node = {"id": name, "kind": kind}
            if kind == "task":
                node |= {"name": name, "actor": "Clerk"}
            if kind == "end":
                node |= {"outcome": "Done"}
            nodes.append(node)
        edges = []
        for i, (tail, head, kind, *guard) in enumerate(self.edges):
            edge = {"id": f"{i}", "kind": kind, "from": tail, "to": head}
            if guard:
                edge["guard"] = {"text": "", "expression": guard[0]}
            edges.append(edge)
        return {"schema": "wain-ir", "version": 2, "actors": [{"id": "Clerk", "name": "Clerk", "kind": "role"}],
                "outcomes": [{"id": "Done", "name": "Done", "owner": "Clerk"}],
                "processes": [{"id": "Handle", "name": "Handle", "yields": ["Done"], "nodes": nodes, "edges": edges}
                              | self.more.get("process", {})]} | self.more.get("beside", {})


CHOICE_INTO_JOIN = Graph({"Check": "task", "x": "split", "Settle": "task", "Decline": "task", "j": "join", "e": "end"},
                         [("start", "Check", "next"), ("Check", "x", "next"), ("x", "Settle", "when"),
                          ("x", "Decline", "otherwise"), ("Settle", "j", "next"), ("Decline", "j", "next"), ("j", "e", "next")])
FORK_INTO_MERGE = Graph({"f": "fork", "Check": "task", "Scan": "task", "m": "merge", "Pay": "task", "e": "end"},
                        [("start", "f", "next"), ("f", "Check", "branch"), ("f", "Scan", "branch"), ("Check", "m", "next"),
                         ("Scan", "m", "next"), ("m", "Pay", "next"), ("Pay", "e", "next")])
NESTED = Graph({"f": "fork", "Check": "task", "Scan": "task", "j": "join", "Pay": "task", "e": "end"},
               [("start", "f", "next"), ("f", "Check", "branch"), ("f", "Scan", "branch"), ("Check", "j", "next"),
                ("Scan", "j", "next"), ("j", "Pay", "next"), ("Pay", "e", "next")])


class IrInput(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-ir-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, document, name="graph.json") -> pathlib.Path:
        path = self.folder / name
        path.write_text(document if isinstance(document, str) else json.dumps(document, indent=1))
        return path

    def rules(self, graph: Graph) -> dict[str, str]:
        """Level by rule, of the rules of flow."""
        path = self.write(graph.document())
        found = json.loads(run("lint", "--format", "json", path).stdout)["findings"]
        return {f["rule"]: f["level"] for f in found if f["code"].startswith("FLW")}

    def test_an_example_is_judged_as_its_text_is(self):
        files = sorted((ROOT / "examples").rglob("*.wain"))
        self.assertGreater(len(files), 5)
        for file in files:
            path = self.folder / (file.stem + ".json")
            path.write_text(run("compile", "--emit", "ir-json", file).stdout)
            checked = run("check", path)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
            self.assertEqual(findings(path), findings(file), file.name)
            # The same times. What an import brings is part of the document, and no import of it.
            estimates = [run("estimate", which).stdout.replace(str(which), "") for which in (file, path)]
            if "import" not in file.read_text():
                self.assertEqual(*estimates, file.name)

    def test_version_1_is_read(self):
        document = NESTED.document() | {"version": 1}
        self.assertEqual(run("check", self.write(document)).returncode, 0)
        document["processes"][0]["nodes"][1]["chain"] = True
        self.assertIn("there is no key `chain`", run("check", self.write(document)).stdout)

    def test_what_the_schema_allows_is_read_and_what_is_written_it_allows(self):
        schema = json.loads((ROOT / "docs/schema/ir-2.schema.json").read_text())
        validator = jsonschema.Draft202012Validator(schema)
        again = run("compile", "--emit", "ir-json", self.write(NESTED.document()))
        self.assertEqual([e.message for e in validator.iter_errors(json.loads(again.stdout))], [], again.stderr)

    def test_a_choice_into_a_join_is_a_deadlock(self):
        self.assertEqual(self.rules(CHOICE_INTO_JOIN), {"deadlock": "error"})

    def test_a_fork_into_a_merge_is_done_twice(self):
        self.assertEqual(self.rules(FORK_INTO_MERGE), {"lack-of-synchronization": "error"})

    def test_what_is_sound_and_does_not_nest_is_said(self):
        # A branch of the first block is joined behind the second one.
        graph = Graph({"f": "fork", "a": "task", "b": "task", "c": "task", "j": "join", "g": "fork", "d": "task", "k": "join",
                       "e": "end"},
                      [("start", "f", "next"), ("f", "a", "branch"), ("f", "b", "branch"), ("f", "c", "branch"),
                       ("a", "j", "next"), ("b", "j", "next"), ("j", "g", "next"), ("g", "d", "branch"), ("g", "k", "branch"),
                       ("d", "k", "next"), ("c", "k", "next"), ("k", "e", "next")])
        self.assertEqual(self.rules(graph), {"unnested-branches": "info"})
        self.assertIn("are not well nested", run("lint", self.folder / "graph.json").stdout)

    def test_what_nests_is_sound_and_has_times(self):
        self.assertEqual(self.rules(NESTED), {})
        estimate = run("estimate", self.folder / "graph.json")
        self.assertIn("Handle", estimate.stdout)
        self.assertEqual(estimate.stderr, "")

    def guarded(self, graph: Graph, guards: dict[tuple, int], writes=()) -> dict[str, dict]:
        """The findings about flow, by rule, of a graph with conditions over the parameter `urgent`."""
        beside = {"types": [{"id": 0, "kind": "bool"}, {"id": 1, "kind": "date"}], "expressions": [
            {"id": 0, "kind": "path", "type": 0, "path": {"text": "urgent", "variable": "urgent"}},
            {"id": 1, "kind": "path", "type": 0, "path": {"text": "urgent", "variable": "urgent"}},
            {"id": 2, "kind": "not", "type": 0, "operands": [1]}]}
        variables = {"parameters": ["urgent"], "variables": [
            {"id": "urgent", "name": "urgent", "type": {"id": 0, "text": "bool"}, "parameter": True}]}
        edges = [edge + ((guards[edge[:2]],) if edge[:2] in guards else ()) for edge in graph.edges]
        document = Graph(graph.nodes, edges, beside=beside, process=variables).document()
        for node in document["processes"][0]["nodes"]:
            if node["id"] in writes:
                node["updates"] = [{"text": "urgent", "variable": "urgent"}]
        found = json.loads(run("lint", "--format", "json", self.write(document)).stdout)["findings"]
        return {f["rule"]: f for f in found if f["code"].startswith("FLW")}

    TWO_CHOICES = Graph({"f": "fork", "a": "task", "b": "task", "x": "split", "y": "split", "Late": "task",
                         "m": "merge", "j": "join", "e": "end"},
                        [("start", "x", "next"), ("x", "f", "when"), ("x", "m", "otherwise"), ("f", "a", "branch"),
                         ("f", "b", "branch"), ("a", "m", "next"), ("b", "j", "next"), ("m", "y", "next"), ("y", "Late", "when"),
                         ("y", "j", "otherwise"), ("Late", "e", "next"), ("j", "e", "next")])

    def test_a_run_that_a_case_can_take_is_an_error(self):
        found = self.guarded(CHOICE_INTO_JOIN, {("x", "Settle"): 0})  # and an expression that nothing uses
        self.assertEqual({rule: f["level"] for rule, f in found.items()}, {"deadlock": "error"})

    def test_a_run_that_no_case_can_take_is_said(self):
        # Only who is urgent comes to the fork, and only who is not leaves early.
        found = self.guarded(self.TWO_CHOICES, {("x", "f"): 0, ("y", "Late"): 2})
        self.assertEqual({rule: f["level"] for rule, f in found.items()}, {"deadlock": "info", "lack-of-synchronization": "info"})
        self.assertIn("no case can fulfil `urgent`, `not urgent` on this run, nor what the other runs ask",
                      json.dumps(found["lack-of-synchronization"]))

    def test_another_run_that_a_case_can_take_is_an_error(self):
        # The shortest run is impossible; on a longer one it is written anew who is urgent.
        nodes = self.TWO_CHOICES.nodes | {"p": "split", "Ask": "task"}
        edges = [e for e in self.TWO_CHOICES.edges if e[:2] != ("a", "m")]
        edges += [("a", "p", "next"), ("p", "m", "when"), ("p", "Ask", "otherwise"), ("Ask", "m", "next")]
        found = self.guarded(Graph(nodes, edges), {("x", "f"): 0, ("y", "Late"): 2}, writes=("Ask",))
        self.assertEqual(found["lack-of-synchronization"]["level"], "error")
        self.assertIn("`Ask` →", json.dumps(found["lack-of-synchronization"], ensure_ascii=False))

    def test_what_is_written_on_the_way_may_be_anything(self):
        found = self.guarded(self.TWO_CHOICES, {("x", "f"): 0, ("y", "Late"): 2}, writes=("a",))
        self.assertEqual({rule: f["level"] for rule, f in found.items()}, {"deadlock": "info", "lack-of-synchronization": "error"})

    def test_who_needs_pairs_says_so(self):
        path = self.write(CHOICE_INTO_JOIN.document() | {"scenarios": [
            {"id": "S", "name": "S", "length": {"microseconds": 10**12},
             "runs": [{"process": "Handle", "arrivals": {"rate": "1", "per": "day"}}]}]})
        for words in (["estimate"], ["diff", path], ["compile", "--emit", "plan"], ["compile", "--emit", "bpsim"]):
            result = run(*words, path)
            self.assertIn("is not decided by pairs of fork and join", result.stderr, words)
            self.assertIn(result.returncode, (0, 1), words)
        for emit in ("dot", "mermaid", "bpmn", "ir", "ir-json"):
            self.assertEqual(run("compile", "--emit", emit, path).returncode, 0, emit)

    def test_findings_point_into_the_document(self):
        path = self.write(CHOICE_INTO_JOIN.document())
        (found,) = [f for f in json.loads(run("lint", "--format", "json", path).stdout)["findings"] if f["rule"] == "deadlock"]
        line = path.read_text().splitlines()[found["line"] - 1]
        self.assertEqual(line[found["column"] - 1:], '"j",')

    def test_an_allow_covers_its_element(self):
        document = CHOICE_INTO_JOIN.document()
        there = {"file": "x", "line": 3, "column": 1, "end_line": 9, "end_column": 1}
        document["processes"][0]["location"] = there
        document["allows"] = [{"rule": "deadlock", "reason": "known", "location": there, "scope": there}]
        found = findings(self.write(document))
        self.assertNotIn("deadlock", [rule for rule, *_ in found])
        self.assertNotIn("unused-allow", [rule for rule, *_ in found])

    def test_the_page_says_what_happens(self):
        page = (ROOT / "docs/ir.md").read_text()
        document = page[page.index("```json\n") + 8:]
        document, rest = document.split("```\n", 1)
        self.write(document, "handle.json")
        said = subprocess.run([WAIN, "lint", "--format", "short", "handle.json"], cwd=self.folder, capture_output=True, text=True)
        self.assertIn("    $ wain lint --format short handle.json\n    " + said.stdout, rest)

    def test_standard_input(self):
        result = run("lint", "--format", "short", "-", text=json.dumps(CHOICE_INTO_JOIN.document()))
        self.assertIn("[deadlock]", result.stdout)

    def test_nothing_is_fixed_in_it(self):
        text = "outcome Done\nperson A\nprocess P() yields Done { step S by A { takes 5min } end Done }\n"
        source = self.folder / "a.wain"
        source.write_text(text)
        path = self.write(run("compile", "--emit", "ir-json", source).stdout)
        before = path.read_text()
        result = run("lint", "--propose", "unowned-outcome", path)
        self.assertEqual((result.returncode, path.read_text()), (1, before))
        self.assertNotIn("fix:", result.stdout)

    def test_folders_are_searched_for_texts_only(self):
        self.write(CHOICE_INTO_JOIN.document())
        self.assertEqual(run("lint", self.folder).returncode, 2)

    def test_bad_documents(self):
        for text, name in (("{", "malformed-json"), ('{"schema": "x"}', "unknown-ir"),
                           ('{"schema": "wain-ir", "version": 99}', "unknown-ir"),
                           ('{"schema": "wain-ir", "version": 2, "actrs": []}', "bad-ir")):
            result = run("lint", "--format", "short", self.write(text))
            self.assertEqual(result.returncode, 1)
            self.assertIn(f"[{name}]", result.stdout)
            self.assertTrue(result.stdout.startswith(f"{self.folder}/graph.json:1:"), result.stdout)

    def test_damaged_documents_have_an_answer(self):
        """Values are exchanged, dropped and doubled at random; each result has an answer in time."""
        random.seed(7)
        sources = [json.loads(run("compile", "--emit", "ir-json", ROOT / "examples" / name).stdout)
                   for name in ("insurance-claims.wain", "ethics-board.wain")]
        sources += [graph.document() for graph in (CHOICE_INTO_JOIN, FORK_INTO_MERGE, NESTED)]
        read = 0
        for i in range(150):
            path = self.write(damaged(copy.deepcopy(sources[i % len(sources)])))
            for command in ("lint", "estimate", "check")[:2 if i % 3 == 0 else 1]:
                result = run(command, path)
                self.assertIn(result.returncode, (0, 1), f"{command} {result.stderr[-500:]}")
            read += "bad-ir" not in run("check", "--format", "short", path).stdout
        self.assertGreater(read, 15)


def damaged(document: dict) -> dict:
    for _ in range(random.randint(1, 3)):
        try:
            damage(document, random.choice(document["processes"]))
        except (AttributeError, IndexError, KeyError, TypeError):
            pass  # what is damaged already has other shapes
    return document


def damage(document: dict, process: dict) -> None:
    what = random.randrange(6)
    if what == 0:  # an edge goes elsewhere
        edge = random.choice(process["edges"])
        target = random.choice(process["nodes"]).get("id")
        for node in process["nodes"]:
            if node.get("id") == edge.get("to") and edge.get("id") in (node.get("in") or []):
                node["in"].remove(edge["id"])
            if node.get("id") == target and isinstance(node.get("in"), list):
                node["in"].append(edge.get("id"))
        edge["to"] = target
    elif what == 1:  # pairs are forgotten
        process.pop("branches", None)
        for node in process["nodes"]:
            for key in ("partner", "branches", "branch", "join_rule", "join_count"):
                node.pop(key, None)
    elif what == 2:  # a key is dropped
        place = random.choice(places(document))
        if isinstance(place, dict) and place:
            place.pop(random.choice(list(place)))
    elif what == 3:  # a value is exchanged
        place = random.choice(places(document))
        if isinstance(place, dict) and place:
            place[random.choice(list(place))] = random.choice([0, -1, 2**31, "", "x", [], {}, None, True, "0", "1", "-1"])
    elif what == 4:  # a list is turned round
        place = random.choice(places(document))
        if isinstance(place, list):
            place.reverse()
    else:  # a number is exchanged
        place = random.choice(places(document))
        if isinstance(place, dict) and "microseconds" in place:
            place["microseconds"] = random.choice([0, 1, -5, 2**62, 10**15])


def places(value) -> list:
    found = [value]
    for each in found:
        found.extend(x for x in (each.values() if isinstance(each, dict) else each) if isinstance(x, (dict, list)))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wain", required=True)
    arguments, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(arguments.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
