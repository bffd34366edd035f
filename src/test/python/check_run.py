"""Checks a run directory against things that the suite did not write.

    python3 src/test/python/check_run.py target/gatling/spiketest-<time>

* analysis.json's quantiles, counts and means against a second decoder of simulation.log (below) that sorts
  every value;
* its counts, extremes, means and standard deviations against the table in Gatling's own index.html (not its
  percentiles: Gatling's are estimates, and this prints how far off they are);
* conservation against the sandbox's own counters, where there are any.

Exit status 1 when anything differs.
"""

import collections
import json
import math
import pathlib
import re
import struct
import sys

QUANTILES = {"p50": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p999": 0.999}


class Log:
    """simulation.log as docs/simulation-log.md describes it, read the plain way."""

    def __init__(self, path):
        self.bytes = path.read_bytes()
        self.at = 0
        self.cache = {}
        self.millis = collections.defaultdict(list)
        self.good = collections.Counter()
        self.header()
        while self.at < len(self.bytes):
            self.record()

    def byte(self):
        self.at += 1
        return self.bytes[self.at - 1]

    def int(self):
        self.at += 4
        return struct.unpack_from(">i", self.bytes, self.at - 4)[0]

    def string(self):
        length = self.int()
        if length == 0:
            return ""
        raw = self.bytes[self.at : self.at + length]
        self.at += length
        return raw.decode("latin-1" if self.byte() == 0 else "utf-16-le")

    def cached(self):
        index = self.int()
        if index > 0:
            self.cache[index] = self.string()
        return self.cache[abs(index)]

    def header(self):
        assert self.byte() == 0, "not a simulation.log"
        self.string(), self.string()
        self.at += 8
        self.string()
        for _ in range(self.int()):
            self.string()
        for _ in range(self.int()):
            length = self.int()
            self.at += length

    def record(self):
        kind = self.byte()
        if kind == 1:
            for _ in range(self.int()):
                self.cached()
            name, start, end, ok = self.cached(), self.int(), self.int(), self.byte()
            self.cached()
            self.millis[name].append(end - start)
            self.good[name] += ok
        elif kind == 2:
            self.at += 9
        elif kind == 3:
            for _ in range(self.int()):
                self.cached()
            self.at += 13
        elif kind == 4:
            self.cached(), self.int()
        else:
            raise ValueError(f"record {kind} at byte {self.at - 1}")


def gatling_row(html, name):
    """total, OK, KO, % KO, rate, min, p50, p75, p95, p99, max, mean, standard deviation."""
    start = html.index(f">{name}</span>") + len(name) + 8
    text = re.sub(r"<[^>]+>", " ", html[start : start + 2500])
    return [float(cell.replace(",", "")) for cell in text.split()[:14]][1:]


def main(directory):
    analysis = json.loads((directory / "analysis.json").read_text())
    html = (directory / "index.html").read_text()
    log = Log(directory / "simulation.log")
    problems = []

    def check(what, ours, theirs):
        if ours != theirs:
            problems.append(f"{what}: {ours} here, {theirs} there")

    check("request names", sorted(analysis["requests"]), sorted(log.millis))
    print(f"{'':24}{'count':>8}  p50 exact, Gatling's     p95 exact, Gatling's     p99 exact, Gatling's")
    for name, millis in sorted(log.millis.items()):
        millis.sort()
        ours = analysis["requests"][name]
        exact = {k: millis[math.ceil(q * len(millis)) - 1] for k, q in QUANTILES.items()}
        check(f"{name} quantiles", {k: ours["quantiles"][k] for k in QUANTILES}, exact)
        check(f"{name} counts", (ours["total"], ours["ok"]), (len(millis), log.good[name]))
        check(f"{name} mean", round(ours["mean"], 6), round(sum(millis) / len(millis), 6))
        total, ok, ko, _, _, least, p50, _, p95, p99, most, mean, deviation = gatling_row(html, name)
        check(
            f"{name} in Gatling's report",
            (ours["total"], ours["ok"], ours["ko"], ours["min"], ours["max"]),
            (total, ok, ko, least, most),
        )
        # Gatling prints whole numbers.
        check(f"{name} mean in Gatling's report", abs(ours["mean"] - mean) <= 0.5 + 1e-9, True)
        check(f"{name} deviation in Gatling's report", abs(ours["stddev"] - deviation) <= 1, True)
        print(
            f"{name:24}{len(millis):8}"
            + "".join(f"{exact[k]:9}, {v:<13.0f} " for k, v in (("p50", p50), ("p95", p95), ("p99", p99)))
        )

    tasks = analysis["conservation"]
    parts = ("completed", "failed", "rejected", "timedOut", "inFlight")
    check("conservation", tasks["submitted"], sum(tasks[part] for part in parts))
    counters = directory / "sandbox.json"
    if counters.exists():
        warm_up = json.loads((directory / "run.json").read_text())["warmUpTasks"]
        received = json.loads(counters.read_text())["received"]
        check("tasks and the sandbox's count", tasks["submitted"] + warm_up, received)
    print(f"{analysis['verdict']}, {tasks['submitted']} tasks submitted; {len(problems)} differences")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
