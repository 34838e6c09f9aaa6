"""Wall time and peak memory of whole `wain` processes: what a user waits for.

usage: whole_process.py WAIN GENERATE [RUNS]
WAIN is the tool, GENERATE the `wain_generate` program; figures are medians of RUNS (default 15).
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def measure(command: list[str], runs: int) -> tuple[float, float]:
    """Median wall seconds and largest peak memory in bytes."""
    walls, peak = [], 0
    for _ in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        walls.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss * 1024)
    return statistics.median(walls[1:]), peak


def main() -> None:
    wain, generate = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    root = pathlib.Path(__file__).parent.parent
    empty, _ = measure(["/bin/true"], runs)
    example = root / "examples" / "room-as-found.wain"
    for command in (["--version"], ["lint", str(example)], ["lint", str(root / "examples")]):
        wall, peak = measure([wain, *command], runs)
        print(f"wain {' '.join(command):60} {wall * 1e3:7.2f} ms  {peak / 2**20:6.1f} MiB  (an empty process: {empty * 1e3:.2f} ms)")
    with tempfile.TemporaryDirectory() as folder:
        big = pathlib.Path(folder) / "big.wain"
        big.write_bytes(subprocess.run([generate, "100000"], capture_output=True, check=True).stdout)
        lines = big.read_bytes().count(b"\n")
        for command in ("check", "lint"):
            wall, peak = measure([wain, command, str(big)], 3)
            print(f"wain {command} {lines} lines: {wall:.3f} s, {lines / wall:,.0f} lines/s, peak {peak / lines:,.0f} bytes a line")


if __name__ == "__main__":
    main()
