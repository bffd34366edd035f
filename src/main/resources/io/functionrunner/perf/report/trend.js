(() => {
  'use strict';
  const { colour, plain, axis } = charts;
  const data = JSON.parse(document.getElementById('data').textContent);
  const day = seconds => new Date(seconds * 1000).toISOString().slice(0, 10);
  const effects = { better: 'pass', worse: 'fail', neither: 'soft' };

  // A level is a mean: it holds from its first run to the next level's.
  const levelLine = (levels, size) => {
    const line = [];
    let at = 0;
    for (let run = 0; run < size; run++) {
      while (at + 1 < levels.length && levels[at + 1].run <= run) at++;
      line.push(levels[at].value);
    }
    return line;
  };

  // Changes of level and of the baseline, as lines across the time.
  const mark = (u, track, levels) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.font = 11 * devicePixelRatio + 'px system-ui, sans-serif';
    ctx.lineWidth = devicePixelRatio;
    ctx.textBaseline = 'top';
    const line = (run, name, text, dash, row) => {
      const x = u.valToPos(run - 0.5, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) return;
      ctx.strokeStyle = ctx.fillStyle = colour(name);
      ctx.setLineDash(dash.map(length => length * devicePixelRatio));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const room = x + ctx.measureText(text).width + 8 < bbox.left + bbox.width;
      ctx.textAlign = room ? 'left' : 'right';
      ctx.fillText(text, x + (room ? 4 : -4), bbox.top + 4 + row * 14 * devicePixelRatio);
    };
    track.baselines.forEach(run => line(run, 'void', 'new baseline', [2, 3], 1));
    levels.slice(1).forEach(level => line(level.run, effects[level.effect], level.text, [], 0));
    ctx.restore();
  };

  const trackOf = element => data[Number(element.dataset.track)];
  const kpiOf = element => trackOf(element).kpis[Number(element.dataset.series)];

  const describe = element => {
    const { values, levels } = kpiOf(element);
    return [values.map((value, i) => i), values, levelLine(levels, values.length)];
  };

  const draw = (element, lines, phases, width) => {
    const track = trackOf(element), { values, levels } = kpiOf(element);
    const dots = values.length <= 400;
    element.replaceChildren();
    return new uPlot({
      width, height: charts.HEIGHT,
      cursor: { sync: { key: 'run' + element.dataset.track } },
      scales: {
        x: { time: false, range: (u, low, high) => [low - 0.5, high + 0.5] },
        y: {
          // Noise of a few per cent shall look like that, and a level near 0 begins at 0.
          range: (u, low, high) => {
            const middle = (low + high) / 2, half = Math.max((high - low) / 2 * 1.25, Math.abs(middle) * 0.1) || 1;
            return [low >= 0 ? Math.max(0, middle - half) : middle - half, middle + half];
          },
        },
      },
      axes: [
        // Runs stand side by side, however far apart in time; the axis says when they were.
        { ...axis((u, at) => at.map(run => Number.isInteger(run) && track.starts[run] ? day(track.starts[run]) : '')), space: 90 },
        { ...axis((u, at) => at.map(plain)), size: 70 },
      ],
      series: [
        { label: 'run', value: (u, run) => run == null ? '–' : track.runs[run] + ', ' + day(track.starts[run]) },
        { label: 'value', stroke: () => colour('low'), width: 1, spanGaps: true, points: { show: dots, size: 5 }, value: (u, v) => plain(v) },
        { label: 'level', stroke: () => colour('s1'), width: 2.5, paths: uPlot.paths.stepped({ align: 1 }), points: { show: false }, value: (u, v) => plain(v) },
      ],
      hooks: { draw: [u => mark(u, track, levels)] },
    }, lines, element);
  };

  charts.show(describe, () => [], draw);
})();
