"""Reads a log with pm4py and prints what is in it as JSON. Runs in the environment of requirements.txt.

usage: figures.py FILE…      .csv, .xes, .xes.gz or .sqlite; a JSON object a line

Times are in microseconds. Touch time is that from a start or resume to a suspend, complete or abort.
"""
import collections
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import pandas
import pm4py
from pm4py.objects.ocel.validation import ocel20_rel_validation
from pm4py.util import constants

constants.SHOW_PROGRESS_BAR = False


def micros(stamps: pandas.Series) -> pandas.Series:
    stamps = pandas.to_datetime(stamps, utc=True, format="ISO8601")
    return (stamps - pandas.Timestamp(0, tz="UTC")) // pandas.Timedelta(microseconds=1)


def from_table(table: pandas.DataFrame) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Events and cases of what read_xes and format_dataframe give."""
    named = {"case:concept:name": "case", "concept:name": "activity", "lifecycle:transition": "transition",
             "org:resource": "resource", "org:role": "role", "concept:instance": "instance",
             "cost:total": "cost", "case:process": "process"}
    table = table.drop(columns="process").rename(columns=named)
    events = pandas.DataFrame({name: table.get(name) for name in named.values()})
    events["decision"] = table.get("decision")
    events["time"], events["enabled"] = micros(table["time:timestamp"]), micros(table["enabled"])
    first = table.groupby("case", sort=False).first()
    cases = pandas.DataFrame({"process": first["process"], "outcome": first.get("case:outcome"),
                              "measured": first["case:measured"].astype(bool),
                              "cost": first.get("case:cost:total"),
                              "arrival": micros(first["case:arrival"]), "end": micros(first["case:end"])})
    return events, cases


def from_ocel(path: str) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    ocel = pm4py.read_ocel2_sqlite(path)
    satisfied, broken = ocel20_rel_validation.apply(path)
    if broken or not satisfied:
        raise ValueError(f"{path}: {broken}")
    organisation = {"person", "machine", "committee", "role", "batch"}
    relations = ocel.relations
    case_of = relations[relations["ocel:qualifier"] == "case"].set_index("ocel:eid")["ocel:oid"]
    by = relations[relations["ocel:qualifier"] == "by"].set_index("ocel:eid")["ocel:oid"].str.split(":").str[1]
    role = relations[relations["ocel:qualifier"] == "as"].set_index("ocel:eid")["ocel:oid"].str.split(":").str[1]
    events = ocel.events.set_index("ocel:eid").sort_index()
    events = pandas.DataFrame({
        "case": case_of, "activity": events["ocel:activity"], "transition": events["lifecycle"],
        "resource": by.reindex(events.index), "instance": events["instance"], "cost": events["cost"],
        "role": role.reindex(events.index), "decision": events["decision"],
        "time": micros(events["ocel:timestamp"]), "enabled": micros(events["enabled"])}, index=events.index)
    events["role"] = events["role"].fillna(events["resource"])  # machines and committees are their own
    objects = ocel.objects[~ocel.objects["ocel:type"].isin(organisation)].set_index("ocel:oid")
    changes = ocel.object_changes
    last = {field: changes[changes["ocel:field"] == field].set_index("ocel:oid")[field] if len(changes) else None
            for field in ("outcome", "end", "cost")}
    cases = pandas.DataFrame({"process": objects["ocel:type"],
                              "outcome": last["outcome"], "measured": objects["measured"].astype(bool),
                              "cost": last["cost"], "arrival": micros(objects["arrival"]),
                              "end": micros(last["end"])}, index=objects.index)
    return events, cases


def read(path: str) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    if path.endswith(".sqlite"):
        return from_ocel(path)
    if path.endswith(".csv"):
        table = pandas.read_csv(path, dtype={"concept:instance": str})
        table = table[table["concept:name"].notna()]
        return from_table(pm4py.format_dataframe(table))
    return from_table(pm4py.read_xes(path))


def figures(path: str) -> dict:
    events, cases = read(path)
    problems, open_work = [], {}
    touch, seen = collections.Counter(), collections.Counter()
    completed, traces = collections.Counter(), {}
    for case, rows in events.groupby("case", sort=False):
        begun, before = {}, None
        trace = traces[case] = []
        for row in rows.itertuples():
            if before is not None and row.time < before:
                problems.append(f"{case}: back in time at {row.activity}")
            before = row.time
            seen[row.transition] += 1
            key = str(row.instance)
            trace.append([row.activity, row.transition, key, row.decision if isinstance(row.decision, str) else ""])
            if row.enabled > row.time:
                problems.append(f"{case}: {row.activity} enabled after it happened")
            if row.transition in ("start", "resume"):
                if begun.get(key) is not None:
                    problems.append(f"{case}: {row.activity} begins twice")
                begun[key] = row.time
                open_work[case, key] = row.activity
                continue
            since = begun.pop(key, None)
            if row.transition != "suspend":
                open_work.pop((case, key), None)
            if row.transition == "suspend" and since is None:
                problems.append(f"{case}: {row.activity} suspended without having begun")
            if row.transition == "complete":
                completed[row.activity] += 1
            if since is not None:
                touch[f"{row.activity}\t{row.resource}\t{case}"] += row.time - since
    return {"path": path, "events": len(events), "transitions": dict(seen), "completed": dict(completed),
            "touch": dict(touch), "traces": traces, "problems": problems[:20],
            "open": [[case, activity] for (case, _), activity in open_work.items()],
            "resources": sorted({f"{a}\t{b}" for a, b in zip(events["resource"], events["role"]) if isinstance(a, str)}),
            "cost": float(events["cost"].sum()),
            "cases": {case: {"process": row.process, "outcome": row.outcome if isinstance(row.outcome, str) else "",
                             "measured": bool(row.measured), "arrival": int(row.arrival),
                             "cost": float(row.cost) if row.cost == row.cost else 0.0,
                             "end": int(row.end) if row.end == row.end else None}
                      for case, row in zip(cases.index, cases.itertuples())}}


def main() -> None:
    for path in sys.argv[1:]:
        print(json.dumps(figures(path)))


if __name__ == "__main__":
    main()
