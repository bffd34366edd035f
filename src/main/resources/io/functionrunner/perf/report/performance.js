(() => {
  'use strict';
  const { plain, clock, colour, axis, palette } = charts;
  const data = JSON.parse(document.getElementById('data').textContent);
  const notes = data.findings;
  const cell = v => typeof v === 'number' ? plain(v) : v ?? '–';

  // A logarithmic axis with round numbers: 1, 2, 5, 10, or only 1, 10, 100 where these are many.
  const seconds = {
    ...axis((u, at) => at.map(plain)), size: 60, filter: (u, at) => at,
    splits: (u, i, low, high) => {
      const decades = Math.log10(high / low), steps = decades > 3 ? [1] : [1, 2, 5], at = [];
      for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
        at.push(...steps.map(step => +(step * 10 ** power).toPrecision(2)).filter(v => v >= low && v <= high));
      }
      return at;
    },
  };

  // Kinds on top of each other; the legend has each one's own number.
  const stacked = lines => {
    const sums = data.x.map(() => 0);
    return lines.map(({ name, values }, i) => {
      const paint = () => colour(palette[i % palette.length]);
      return [name, palette[i % palette.length], values.map((v, at) => sums[at] += v), {
        fill: paint, width: 0, paths: uPlot.paths.bars({ size: [1, 60] }), own: values,
        value: (u, v, series, at) => at == null ? '–' : plain(values[at]),
      }];
    }).reverse();
  };

  // What each chart draws: x, [label, colour, values, options], and marks, windows and findings where it has them.
  const drawn = {
    load: () => [data.x, [
      ['offered', 's2', data.offered, { dash: [6, 4] }],
      ['completed', 's1', data.completed, { width: 2 }],
      ['failed', 's3', data.failed],
      ['rejected', 's4', data.rejected],
    ], { notes }],
    flight: () => [data.x, [
      ['tasks in flight', 's1', data.inFlight, { width: 2 }],
      ...data.queue ? [['waiting in queues', 's4', data.queue, { spanGaps: true, dash: [2, 3] }]] : [],
      ['active users', 's2', data.users, { dash: [6, 4] }],
    ], { notes }],
    latency: element => {
      const own = data.latency[Number(element.dataset.series)];
      return [data.x, [
        ['p50', 'low', own.p50, { spanGaps: true }],
        ['p95', 'mid', own.p95, { spanGaps: true, width: 2 }],
        ['p99', 'high', own.p99, { spanGaps: true, dash: [3, 3] }],
      ], { notes }];
    },
    heat: () => [data.x, []],
    curve: element => {
      const own = data.curves[Number(element.dataset.series)];
      return [own.p, own.lines.flatMap((line, i) => {
        const name = palette[i % palette.length];
        return [
          [line.name, name, line.values, { width: 2 }],
          ...line.baseline ? [[line.name + ', baseline', name, line.baseline, { dash: [4, 3] }]] : [],
        ];
      }), { y: (low, high) => ({ distr: 3, range: () => [low / 1.15, high * 1.15] }), across: seconds }];
    },
    shift: element => {
      const own = data.curves[Number(element.dataset.series)], bands = [], lines = [];
      own.lines.forEach((line, i) => {
        const name = palette[i % palette.length];
        if (!line.baseline) return;
        bands.push({ series: [lines.length + 3, lines.length + 2], fill: () => colour(name) + '2a' });
        lines.push(
          [line.name, name, line.change, { width: 2 }],
          ['baseline’s runs from', name, line.least, { width: 0 }],
          ['to', name, line.most, { width: 0 }]);
      });
      return [own.p, lines, {
        bands, across: { ...axis((u, at) => at.map(v => (v > 0 ? '+' : '') + plain(v) + ' %')), size: 70 },
        y: (low, high) => ({ range: () => { const far = Math.max(5, -low, high) * 1.1; return [-far, far]; } }),
      }];
    },
    capacity: () => {
      const { x, levels, law } = data.capacity;
      const at = (wanted, value) => x.map(n => levels.find(level => level.inFlight === n && wanted(level))?.[value] ?? null);
      const dots = fill => ({ width: 0, paths: () => null, points: { show: true, size: 9, ...fill } });
      return [x, [
        ['offered', 's2', at(() => true, 'offered'), dots({ fill: () => colour('page') })],
        ['completed, carried', 's1', at(level => level.carried, 'completed'), dots({ fill: () => colour('s1') })],
        ['completed, not carried', 's3', at(level => !level.carried, 'completed'), dots({ fill: () => colour('s3') })],
        ...law ? [['law', 's4', law, { width: 2 }]] : [],
      ]];
    },
    errors: () => [data.x, stacked(data.errors), { notes }],
    resource: element => {
      const own = data.resources[Number(element.dataset.series)];
      return [own.x, charts.styled(own.labels.map((label, i) => [label, own.lines[i], own.sparse[i]])), { ...own, notes }];
    },
    http: () => [data.http.x, [
      ['succeeded', 's1', data.http.ok],
      ['failed', 's3', data.http.ko],
    ], { notes }],
  };
  const describe = element => drawn[element.dataset.chart](element);

  // Percentiles stand where 1 in 10, 1 in 100, 1 in 1,000 tasks are equally far apart.
  const place = p => -Math.log10(1 - p);
  const percentile = x => 'p' + +(100 * (1 - 10 ** -x)).toFixed(4);
  const ticks = [0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999].map(place);

  const drawCurve = (element, [p, lines, { y, across, bands = [] }], phases, width) => {
    const values = lines.flatMap(line => line[2]).filter(v => v != null && (bands.length || v > 0));
    element.replaceChildren();
    return new uPlot({
      width, height: charts.HEIGHT,
      cursor: { sync: { key: 'percentile' } },
      scales: { x: { time: false }, y: y(Math.min(...values), Math.max(...values)) },
      axes: [{ ...axis((u, at) => at.map(percentile)), splits: u => ticks.filter(x => x <= u.scales.x.max) }, across],
      series: [{ label: 'percentile', value: (u, x) => x == null ? '–' : percentile(x) }].concat(
        lines.map(([label, name, own, more]) => ({
          label, stroke: () => colour(name), points: { show: false }, value: (u, v) => plain(v), spanGaps: true, ...more,
        }))),
      bands,
    }, [p.map(place)].concat(lines.map(line => line[2].map(v => bands.length ? v : v || null))), element);
  };

  // The heatmap's cells, [window, bucket, tasks]: of all tasks, or of one modality.
  const choice = document.getElementById('heat-modality');
  const cells = () => {
    const sums = new Map();
    data.heat.modalities.forEach(({ cells: own }, modality) => {
      if (choice.value !== 'all' && Number(choice.value) !== modality) return;
      for (let i = 0; i < own.length; i += 3) {
        const key = own[i] + ' ' + own[i + 1];
        sums.set(key, (sums.get(key) || 0) + own[i + 2]);
      }
    });
    return [...sums].map(([key, tasks]) => [...key.split(' ').map(Number), tasks]);
  };
  const border = bucket => data.heat.borders[bucket - data.heat.first];
  const range = bucket => plain(border(bucket)) + ' to ' + plain(border(bucket + 1)) + ' s';

  const drawHeat = (element, [x], phases, width) => {
    const all = cells(), most = Math.max(1, ...all.map(one => one[2])), half = data.width / 2;
    const paint = u => {
      const { ctx, bbox } = u;
      ctx.save();
      ctx.fillStyle = colour('s1');
      all.forEach(([window, bucket, tasks]) => {
        const left = Math.round(u.valToPos(x[window] - half, 'x', true)), right = Math.round(u.valToPos(x[window] + half, 'x', true));
        const top = Math.round(u.valToPos(border(bucket + 1), 'y', true)), bottom = Math.round(u.valToPos(border(bucket), 'y', true));
        // Logarithmic, and never too pale to be seen: a single slow task counts.
        ctx.globalAlpha = 0.25 + 0.75 * Math.log(tasks) / Math.max(1, Math.log(most));
        ctx.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
      });
      ctx.restore();
    };
    const output = document.createElement('output');
    output.className = 'note';
    const start = 'The stronger the colour, the more tasks: up to ' + most + ' in a cell.';
    const tell = u => {
      const window = u.cursor.idx;
      const own = window == null ? [] : all.filter(one => one[0] === window).sort((a, b) => a[1] - b[1]);
      const mode = own.reduce((a, b) => b[2] > a[2] ? b : a, [0, 0, 0]);
      output.value = window == null ? start
        : clock(x[window]) + (own.length
          ? ': ' + own.reduce((sum, one) => sum + one[2], 0) + ' tasks took ' + plain(border(own[0][1])) + ' to '
            + plain(border(own[own.length - 1][1] + 1)) + ' s, most of them (' + mode[2] + ') ' + range(mode[1])
          : ': no task completed');
    };
    element.replaceChildren();
    const plot = new uPlot({
      width, height: charts.HEIGHT, legend: { show: false },
      cursor: { sync: { key: 'time' }, y: false },
      scales: {
        x: { time: false, range: (u, low, high) => [low - half, high + half] },
        y: { distr: 3, range: () => [data.heat.borders[0], data.heat.borders[data.heat.borders.length - 1]] },
      },
      axes: [axis((u, at) => at.map(clock)), seconds],
      series: [{}, { points: { show: false } }],
      hooks: { drawClear: [u => charts.shade(u, phases())], drawAxes: [paint, u => charts.name(u, phases())], setCursor: [u => tell(u)] },
    }, [x, x.map(() => null)], element);
    output.value = start;
    element.append(output);
    return plot;
  };

  // Lines down to the concurrency that is marked; two that are close do not cover each other's name.
  const markLevels = u => {
    const { ctx, bbox } = u, dpr = devicePixelRatio;
    ctx.save();
    ctx.font = 11 * dpr + 'px system-ui, sans-serif';
    ctx.lineWidth = dpr;
    ctx.textBaseline = 'bottom';
    ctx.setLineDash([4 * dpr, 4 * dpr]);
    [[data.capacity.optimum, 'pass', 'best operating point'], [data.capacity.breaks, 'fail', 'not carried']].forEach(([n, name, text], row) => {
      if (n === undefined) return;
      const x = u.valToPos(n, 'x', true), room = x + ctx.measureText(text).width + 8 * dpr < bbox.left + bbox.width;
      ctx.strokeStyle = ctx.fillStyle = colour(name);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.textAlign = room ? 'left' : 'right';
      ctx.fillText(text, x + (room ? 4 : -4) * dpr, bbox.top + bbox.height - (4 + row * 14) * dpr);
    });
    ctx.restore();
  };

  const drawCapacity = (element, [x, lines], phases, width) => {
    const { limit } = data.capacity, marks = limit == null ? [] : [{ value: limit, label: 'at most ' + plain(limit) + ' tasks/s' }];
    element.replaceChildren();
    return new uPlot({
      width, height: charts.HEIGHT,
      scales: { x: { time: false }, y: { range: (u, low, high) => [0, Math.max(high, limit || 0) * 1.12 || 1] } },
      axes: [axis((u, at) => at.map(plain)), { ...axis((u, at) => at.map(plain)), size: 60 }],
      series: [{ label: 'tasks in flight', value: (u, v) => plain(v) }].concat(
        lines.map(([label, name, values, more]) => ({
          label, stroke: () => colour(name), points: { show: false }, value: (u, v) => plain(v), ...more,
        }))),
      hooks: { draw: [u => charts.mark(u, marks, []), markLevels] },
    }, [x].concat(lines.map(line => line[2])), element);
  };

  const draws = { heat: drawHeat, curve: drawCurve, shift: drawCurve, capacity: drawCapacity };
  const shown = charts.show(
    describe, () => data.phases,
    (element, ...rest) => (draws[element.dataset.chart] || charts.draw)(element, ...rest));
  choice?.addEventListener('change', () => shown.redraw());

  // Every chart's numbers as a table, made when somebody opens it. [heads, rows]
  const heatTable = () => {
    const all = cells();
    const at = s => data.phases.findIndex(phase => s >= phase.start && s < phase.end);
    const columns = [...data.phases.map(phase => phase.name), 'later'];
    const rows = data.heat.borders.slice(0, -1).map((from, i) => [range(data.heat.first + i), ...columns.map(() => 0)]);
    all.forEach(([window, bucket, tasks]) => {
      const phase = at(data.x[window]);
      rows[bucket - data.heat.first][1 + (phase < 0 ? columns.length - 1 : phase)] += tasks;
    });
    return [['Completed within', ...columns], rows.reverse()];
  };
  const capacityTable = () => [
    ['Level', 'In flight', 'Offered', 'Completed', 'Law', 'Carried'],
    data.capacity.levels.map(level => [
      level.name, level.inFlight, level.offered, level.completed,
      data.capacity.law?.[data.capacity.x.indexOf(level.inFlight)], level.carried ? 'yes' : 'no',
    ]),
  ];
  const lineTable = element => {
    const [x, lines] = describe(element), curve = /curve|shift/.test(element.dataset.chart);
    return [
      [curve ? 'Percentile' : 'Time', ...lines.map(line => line[0])],
      x.map((v, i) => [curve ? percentile(place(v)) : clock(v), ...lines.map(line => (line[3]?.own || line[2])[i])]),
    ];
  };
  const tables = { heat: heatTable, capacity: capacityTable };
  const table = (caption, [heads, rows]) => {
    const made = document.createElement('table');
    made.createCaption().textContent = caption;
    const head = made.createTHead().insertRow();
    heads.forEach(text => {
      const th = document.createElement('th');
      th.scope = 'col';
      th.textContent = text;
      head.append(th);
    });
    const body = made.createTBody();
    rows.forEach(([first, ...values]) => {
      const row = body.insertRow(), th = document.createElement('th');
      th.scope = 'row';
      th.textContent = first;
      row.append(th);
      values.forEach(v => { row.insertCell().textContent = cell(v); });
    });
    return made;
  };
  document.querySelectorAll('[data-chart]').forEach(element => {
    const figure = element.closest('figure'), caption = figure.querySelector('figcaption').textContent;
    const details = document.createElement('details'), summary = document.createElement('summary');
    details.className = 'numbers';
    summary.textContent = 'Its numbers';
    details.append(summary);
    details.addEventListener('toggle', () => {
      details.querySelector('div')?.remove();
      if (!details.open) return;
      const scroll = document.createElement('div');
      scroll.className = 'scroll';
      scroll.tabIndex = 0;
      scroll.append(table(caption, (tables[element.dataset.chart] || lineTable)(element)));
      details.append(scroll);
    });
    figure.append(details);
  });
})();
