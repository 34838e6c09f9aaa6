"""Whether the traces of a log are runs of a plan: each is replayed on the flow of the plan, without shares and
conditions, so that any arm of a choice and any branch that may be left out is possible.

A state is (tree of tokens, work that was withdrawn and not yet told). A token is
  ("L", node, instance of the work that has begun, or "")
  ("F", node, arrived, needed, ((branch, token or None), …))     a fork; None: the branch is at the join
  ("E", outcome)
"""
import itertools

WORK = ("work", "gate")


class Flat:
    """A process with its calls written out."""

    def __init__(self, plan: dict, process: str):
        self.processes = {p["id"]: p for p in plan["processes"]}
        shared = {}
        for p in plan["processes"]:
            for node in p["nodes"]:
                if node["kind"] in (*WORK, "audit", "wait"):
                    shared.setdefault(self.name(node), []).append(p["id"])
        self.shared = {name for name, of in shared.items() if len(of) > 1}
        self.nodes, self.branches = [], []
        self.start = self.write(process, None, None)

    @staticmethod
    def name(node: dict) -> str:
        return node.get("name", node["id"])

    def label(self, process: str, node: dict) -> str:
        name = self.name(node)
        return f"{self.processes[process].get('name', process)}.{name}" if name in self.shared else name

    def write(self, process: str, outer, call) -> int:
        """The flat index of the start. `call`: the plan's node and a function from its exits to flat nodes."""
        of = self.processes[process]
        first = len(self.nodes)
        at = {node["id"]: first + i for i, node in enumerate(of["nodes"])}
        first_branch = len(self.branches)
        branch_at = {b["id"]: first_branch + i for i, b in enumerate(of.get("branches", []))}
        for b in of.get("branches", []):
            self.branches.append({"fork": at[b["fork"]], "join": at[b["join"]]})
        for node in of["nodes"]:
            branch = branch_at[node["branch"]] if "branch" in node else outer
            self.nodes.append({"kind": node["kind"], "branch": branch, "label": self.label(process, node),
                               "exits": [{**e, "to": at[e["to"]], "flat": branch_at.get(e.get("branch"))}
                                         for e in node.get("exits", [])],
                               "outcome": node.get("outcome") if call is None else None, "next": None,
                               "join": node.get("join"), "count": node.get("joinCount", 0)})
        for node in of["nodes"]:
            flat = self.nodes[at[node["id"]]]
            if node["kind"] == "end" and call is not None:
                exits = [e for e in call["exits"] if e["kind"] == "outcome" and e.get("outcome") == node.get("outcome")]
                flat["next"] = (exits or [e for e in call["exits"] if e["kind"] == "next"])[0]["to"]
        for node in of["nodes"]:
            if node["kind"] == "call":
                flat = self.nodes[at[node["id"]]]
                flat["next"] = self.write(node["callee"], flat["branch"], flat)
        return first


def get(tree, path):
    for i in path:
        tree = tree[4][i][1]
    return tree


def put(tree, path, token):
    if not path:
        return token
    children = list(tree[4])
    branch, child = children[path[0]]
    children[path[0]] = (branch, put(child, path[1:], token))
    return (*tree[:4], tuple(children))


def under_way(tree) -> frozenset:
    if tree is None or tree[0] == "E":
        return frozenset()
    if tree[0] == "L":
        return frozenset([tree[2]] if tree[2] else [])
    return frozenset().union(*(under_way(child) for _, child in tree[4]))


def branch_of(tree, path):
    return get(tree, path[:-1])[4][path[-1]][0] if path else None


def fire(state, path):
    """The fork above `path` goes on without its other branches."""
    tree, dying = state
    parent = path[:-1]
    others = put(tree, path, None)
    return (put(tree, parent, ("L", get(tree, parent)[1], "")), dying | under_way(get(others, parent))), parent


def enter(flat, state, path, to):
    """All states in which the token at `path` comes to rest after it goes to node `to`."""
    node = flat.nodes[to]
    while branch_of(state[0], path) != node["branch"]:
        if flat.branches[branch_of(state[0], path)]["join"] == to:
            kind, at, arrived, needed, _ = get(state[0], path[:-1])
            if arrived + 1 < needed:
                tree = put(state[0], path, None)
                children = get(tree, path[:-1])[4]
                return [(put(tree, path[:-1], (kind, at, arrived + 1, needed, children)), state[1])]
            state, path = fire(state, path)
            break
        state, path = fire(state, path)
    kind = node["kind"]
    if kind == "split":
        return [s for e in node["exits"] for s in enter(flat, state, path, e["to"])]
    if kind == "fork":
        return fork(flat, state, path, to)
    if kind == "end" and node["next"] is None:
        rest = put(state[0], path, ("L", to, "")) if path else ("L", to, "")
        return [(("E", node["outcome"]), state[1] | under_way(rest))]
    if kind in (*WORK, "wait"):
        return [(put(state[0], path, ("L", to, "")), state[1])]
    following = node["next"] if node["next"] is not None else node["exits"][0]["to"]
    return enter(flat, state, path, following)


def fork(flat, state, path, at):
    node = flat.nodes[at]
    optional = [e for e in node["exits"] if "guard" in e or "share" in e]
    states = []
    for chosen in itertools.product((True, False), repeat=len(optional)):
        started = [e for e in node["exits"] if e not in optional or chosen[optional.index(e)]]
        join = flat.branches[node["exits"][0]["flat"]]["join"]
        if not started:
            states += enter(flat, state, path, join)
            continue
        needed = {"all": len(started), "first": 1}.get(node["join"], min(node["count"], len(started)))
        children = tuple((e["flat"], ("L", at, "")) for e in started)
        open_states = [(put(state[0], path, ("F", at, 0, needed, children)), state[1])]
        for i, e in enumerate(started):
            following = []
            for s in open_states:
                here = s[0] if s[0][0] != "E" else None
                token = get(here, path) if here is not None else None
                if token is None or token[0] != "F" or token[1] != at:
                    following.append(s)  # an earlier branch has ended it all
                else:
                    following += enter(flat, s, (*path, i), e["to"])
            open_states = following
        states += open_states
    return states


def leaves(tree, path=()):
    if tree is None or tree[0] == "E":
        return
    if tree[0] == "L":
        yield path, tree
        return
    for i, (_, child) in enumerate(tree[4]):
        yield from leaves(child, (*path, i))


def step(flat, state, event):
    label, transition, instance, decision = event
    tree, dying = state
    if transition in ("suspend", "resume"):
        return [state] if any(leaf[2] == instance for _, leaf in leaves(tree)) or instance in dying else []
    if transition == "ate_abort":
        return [(tree, dying - {instance})] if instance in dying else []
    states = []
    for path, leaf in leaves(tree):
        node = flat.nodes[leaf[1]]
        if node["label"] != label:
            continue
        if transition == "start" and not leaf[2] and node["kind"] in WORK:
            states.append((put(tree, path, ("L", leaf[1], instance)), dying))
        elif transition == "autoskip" and not leaf[2]:
            states += go(flat, state, path, node, "timeout")
        elif transition == "complete" and (leaf[2] == instance or (node["kind"] == "wait" and not leaf[2])):
            kind = {"": "next", "approves": "next", "passes": "next", "rejects": "reject", "returns": "return",
                    "fails": "fail"}[decision]
            states += go(flat, state, path, node, kind)
    return states


def go(flat, state, path, node, kind):
    exits = [e for e in node["exits"] if e["kind"] == kind]
    return [s for e in exits for s in enter(flat, state, path, e["to"])]


def misfit(flat: Flat, audits: set, trace: list, outcome: str) -> str:
    """What is wrong with a trace, as a sentence; empty: it is a run. `outcome`: empty if it did not end."""
    states = set(enter(flat, (("L", flat.start, ""), frozenset()), (), flat.start))
    for i, event in enumerate(trace):
        if event[0] in audits:
            continue
        states = {after for state in states for after in step(flat, state, event)}
        if not states:
            return f"event {i}: {event[0]} {event[1]} cannot happen after {[e[:2] for e in trace[max(0, i - 4):i]]}"
    if outcome and not any(tree == ("E", outcome) and not dying for tree, dying in states):
        return f"it cannot have ended in {outcome}"
    return ""
