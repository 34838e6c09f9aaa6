"""M/M/3: a customer a minute, three clerks, 80 % load. As a plan of Wain, and in SimPy.

usage: station.py CUSTOMERS      runs it in SimPy and prints seconds of the processor and the mean time in the system, as JSON
"""
import json
import random
import sys
import time

CLERKS = 3
MEAN_SERVICE = 2.4  # minutes


def plan(customers: int) -> dict:
    minute = 60_000_000
    return {"schema": "wain-plan", "version": 1, "scenario": "Station", "start": 0, "length": customers * minute,
            "replications": 1, "seed": "1", "outcomes": [{"id": "Done"}],
            "pools": [{"id": "Clerk", "kind": "role"}],
            "people": [{"id": "Clerk", "count": CLERKS, "pools": ["Clerk"]}],
            "processes": [{"id": "Serve", "nodes": [
                {"id": "start.1", "kind": "start", "exits": [{"kind": "next", "to": "Work"}]},
                {"id": "Work", "kind": "work", "pool": "Clerk",
                 "takes": {"kind": "exponential", "mean": MEAN_SERVICE * minute},
                 "exits": [{"kind": "next", "to": "end.1"}]},
                {"id": "end.1", "kind": "end", "outcome": "Done"}]}],
            "runs": [{"process": "Serve", "gaps": {"kind": "exponential", "mean": minute}}]}


def run(customers: int) -> float:
    """The mean time in the system. A process a customer and a resource, as SimPy's own examples have it; no
    `with`, no monitoring and no lookups in the loop, which is the fastest of the forms that were tried."""
    import simpy
    env = simpy.Environment()
    clerks = simpy.Resource(env, capacity=CLERKS)
    draw, request, release, timeout = random.expovariate, clerks.request, clerks.release, env.timeout
    total = 0.0

    def customer():
        nonlocal total
        arrived = env.now
        turn = request()
        yield turn
        yield timeout(draw(1 / MEAN_SERVICE))
        release(turn)
        total += env.now - arrived

    def source():
        process = env.process
        for _ in range(customers):
            yield timeout(draw(1))
            process(customer())

    random.seed(1)
    env.process(source())
    env.run()
    return total / customers


if __name__ == "__main__":
    count = int(sys.argv[1])
    begun = time.process_time()
    mean = run(count)
    print(json.dumps({"seconds": time.process_time() - begun, "mean": mean}))
