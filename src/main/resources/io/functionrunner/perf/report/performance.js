(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);

  // What each chart draws: x in seconds, [label, colour, values, options], and marks and windows where it has them.
  const drawn = {
    load: () => [data.x, [
      ['offered', 's2', data.offered, { dash: [6, 4] }],
      ['completed', 's1', data.completed, { width: 2 }],
      ['failed', 's3', data.failed],
      ['rejected', 's4', data.rejected],
    ], { windows: data.anomalies }],
    flight: () => [data.x, [
      ['tasks in flight', 's1', data.inFlight, { width: 2 }],
      ['active users', 's2', data.users, { dash: [6, 4] }],
    ], { windows: data.anomalies }],
    latency: element => {
      const own = data.latency[Number(element.dataset.series)];
      return [data.x, [
        ['p50', 'low', own.p50, { spanGaps: true }],
        ['p95', 'mid', own.p95, { spanGaps: true, width: 2 }],
        ['p99', 'high', own.p99, { spanGaps: true, dash: [3, 3] }],
      ], { windows: data.anomalies }];
    },
    resource: element => {
      const own = data.resources[Number(element.dataset.series)];
      return [own.x, charts.styled(own.labels.map((label, i) => [label, own.lines[i], own.sparse[i]])), own];
    },
    http: () => [data.http.x, [
      ['succeeded', 's1', data.http.ok],
      ['failed', 's3', data.http.ko],
    ]],
  };

  charts.show(element => drawn[element.dataset.chart](element), () => data.phases);
})();
