// Charts over time that every page draws alike: x in seconds, phases shaded, light and dark as the reader likes.
const charts = (() => {
  'use strict';
  const root = document.documentElement;
  const HEIGHT = 250, NARROWEST = 280;
  const colour = name => getComputedStyle(root).getPropertyValue('--' + name).trim();
  const clock = s => {
    const t = Math.round(s), two = n => String(n).padStart(2, '0');
    return t >= 3600
      ? Math.floor(t / 3600) + ':' + two(Math.floor(t / 60) % 60) + ':' + two(t % 60)
      : Math.floor(t / 60) + ':' + two(t % 60);
  };
  const plain = v => v == null ? '–' : +v.toPrecision(4) + '';

  // Lines differ in colour and in dashes: not everybody, and no printer, tells all colours apart.
  const palette = ['s1', 's4', 's5', 's6', 's2', 's3'];
  const dashes = [[], [6, 4], [2, 3], [10, 3], [6, 2, 2, 2], [1, 4]];

  // Phases lie behind the lines; their names stand at the top where there is room.
  const shade = (u, phases) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = 11 * devicePixelRatio + 'px system-ui, sans-serif';
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    phases.forEach((phase, i) => {
      const left = u.valToPos(phase.start, 'x', true), right = u.valToPos(phase.end, 'x', true);
      ctx.fillStyle = colour(phase.kind === 'spike' ? 'spike' : !phase.measured ? 'other' : 'measured');
      if (phase.kind === 'spike' || !phase.measured || i % 2) {
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
      const seen = Math.max(left, bbox.left);
      if (ctx.measureText(phase.name).width + 8 < right - seen) {
        ctx.fillStyle = colour('soft');
        ctx.fillText(phase.name, seen + 4, bbox.top + 4);
      }
    });
    ctx.restore();
  };

  // Limits as lines across, and the time in which one was broken.
  const mark = (u, marks, windows) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.font = 11 * devicePixelRatio + 'px system-ui, sans-serif';
    ctx.fillStyle = ctx.strokeStyle = colour('fail');
    ctx.lineWidth = devicePixelRatio;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    marks.forEach(level => {
      const y = u.valToPos(level.value, 'y', true);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.fillText(level.label, bbox.left + bbox.width - 4, y - 2);
    });
    windows.forEach(window => {
      const edge = x => Math.min(bbox.left + bbox.width, Math.max(bbox.left, u.valToPos(x, 'x', true)));
      const left = edge(window.start), width = Math.max(2 * devicePixelRatio, edge(window.end) - left);
      ctx.fillStyle = colour('broken');
      ctx.fillRect(left, bbox.top, width, bbox.height);
    });
    ctx.restore();
  };

  const axis = values => ({
    stroke: () => colour('soft'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { stroke: () => colour('line'), width: 1 },
    values,
  });

  // What a chart shows: [x, [[label, colour, values, options], ...], { marks, windows }].
  const draw = (element, [x, lines, { marks = [], windows = [] } = {}], phases, width) => {
    const highest = Math.max(0, ...marks.map(level => level.value));
    element.replaceChildren();
    return new uPlot({
      width, height: HEIGHT,
      cursor: { sync: { key: 'time' } },
      scales: { x: { time: false }, y: { range: (u, low, high) => [0, Math.max(high, highest) * 1.12 || 1] } },
      axes: [axis((u, at) => at.map(clock)), { ...axis((u, at) => at.map(plain)), size: 60 }],
      series: [{ label: 'time', value: (u, v) => v == null ? '–' : clock(v) }].concat(
        lines.map(([label, name, values, more]) => ({
          label, stroke: () => colour(name), width: 1.4, points: { show: false }, value: (u, v) => plain(v), ...more,
        }))),
      hooks: { drawClear: [u => shade(u, phases())], draw: [u => mark(u, marks, windows)] },
    }, [x].concat(lines.map(line => line[2])), element);
  };

  // The lines of one chart, each with its own colour and dashes.
  const styled = lines => lines.map(([label, values, sparse], i) => [label, palette[i % palette.length], values, {
    spanGaps: sparse, dash: dashes[i % dashes.length], width: i ? 1.4 : 2,
  }]);

  /**
   * Draws every element with data-chart, and again when the window, the light or the medium changes.
   * describe(element) says what it shows; the answer's update() shows new values of the same lines.
   * A page whose charts are not over time brings its own way to draw one.
   */
  const show = (describe, phases, drawOne = draw) => {
    let elements = [], plots = [];
    const room = element => Math.max(NARROWEST, element.clientWidth);
    const redraw = width => {
      plots.forEach(plot => plot.destroy());
      elements = [...document.querySelectorAll('[data-chart]')];
      plots = elements.map(element => drawOne(element, describe(element), phases, width || room(element)));
    };
    const update = () => plots.forEach((plot, i) => {
      const [x, lines] = describe(elements[i]);
      plot.setData([x].concat(lines.map(line => line[2])));
    });
    redraw();

    let width = innerWidth;
    addEventListener('resize', () => {
      if (innerWidth !== width) {
        width = innerWidth;
        plots.forEach((plot, i) => plot.setSize({ width: room(elements[i]), height: HEIGHT }));
      }
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw());
    // Paper is white, and narrower than most windows.
    addEventListener('beforeprint', () => {
      root.dataset.theme = 'light';
      document.querySelectorAll('details').forEach(details => { details.open = true; });
      redraw(700);
    });
    addEventListener('afterprint', () => {
      delete root.dataset.theme;
      redraw();
    });
    return { redraw, update };
  };

  return { show, styled, clock, plain, colour, axis, HEIGHT };
})();
