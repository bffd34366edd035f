"""Makes change-points.tsv: series, and the change points that a corrected Apache Otava finds in them.

    pip install apache-otava==0.8.0
    python3 src/test/python/change_points.py \
        > src/test/resources/io/functionrunner/perf/stats/change-points.tsv

What is corrected, as ChangePoints says: variances of samples; a split is tested against the values that
its divergence compares; the merge judges both neighbours of a dropped point anew (Otava 0.8.0 takes the
right one and the one after it). A line: limit of p, least magnitude, change points as index:p, values.
"""

import inspect
import random

import numpy as np
from otava import analysis
from otava.change_point_divisive.calculator import PairDistanceCalculator

population = np.std
np.std = lambda values: population(values, ddof=1)

merge = inspect.getsource(analysis.merge)
corrected = merge.replace("recompute(weakest_cp_index + 1)", "recompute(weakest_cp_index - 1)")
assert corrected != merge
exec(corrected, analysis.__dict__)

until = {}


class Divergence(PairDistanceCalculator):
    """Remembers how far to the right the best split's divergence looked."""

    def get_candidate_change_point(self, interval):
        candidate = super().get_candidate_change_point(interval)
        start = interval.start or 0
        end = interval.stop or len(self.series)
        row = self._get_Q_vals(start, end)[candidate.index - start - 1]
        until[candidate.index] = int(np.argmax(row)) + start + 2
        return candidate


class Tester(analysis.TTestSignificanceTester):
    def change_point(self, candidate, series, intervals):
        for interval in intervals:
            stop = interval.stop or len(series)
            if (interval.start or 0) < candidate.index < stop:
                left = series[interval.start:candidate.index]
                right = series[candidate.index:until[candidate.index]]
                return analysis.ChangePoint.from_candidate(candidate, self.compare(left, right))
        return super().change_point(candidate, series, intervals)


analysis.PairDistanceCalculator = Divergence
analysis.TTestSignificanceTester = Tester

dice = random.Random(6)
for number in range(60):
    level, values = 100.0, []
    for stretch in range(dice.choice([1, 1, 2, 3, 5])):
        cv = dice.choice([0.005, 0.02, 0.05])
        values += [round(level * (1 + cv * dice.gauss(0, 1)), 3) for _ in range(dice.choice([3, 8, 20, 45]))]
        level *= dice.choice([0.7, 0.97, 1.04, 1.1, 1.5])
    limit, magnitude = dice.choice([(1e-3, 0.0), (1e-4, 0.0), (1e-4, 0.08)])
    points, _ = analysis.compute_change_points(values, window_len=50, max_pvalue=limit, min_magnitude=magnitude)
    found = ",".join(f"{p.index}:{p.stats.pvalue:.10g}" for p in points)
    print(limit, magnitude, found or "-", ",".join(map(str, values)), sep="\t")
