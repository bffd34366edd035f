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

  // Phases lie behind the lines.
  const shade = (u, phases) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    phases.forEach((phase, i) => {
      const left = u.valToPos(phase.start, 'x', true), right = u.valToPos(phase.end, 'x', true);
      ctx.fillStyle = colour(phase.kind === 'spike' ? 'spike' : !phase.measured ? 'other' : 'measured');
      if (phase.kind === 'spike' || !phase.measured || i % 2) {
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
    });
    ctx.restore();
  };

  // Their names stand at the top where there is room, readable on the grid.
  const name = (u, phases) => {
    const { ctx, bbox } = u, dpr = devicePixelRatio;
    ctx.save();
    ctx.font = 11 * dpr + 'px system-ui, sans-serif';
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    ctx.lineJoin = 'round';
    ctx.lineWidth = 4 * dpr;
    ctx.strokeStyle = colour('page');
    ctx.fillStyle = colour('soft');
    phases.forEach(phase => {
      const seen = Math.max(u.valToPos(phase.start, 'x', true), bbox.left);
      const right = Math.min(u.valToPos(phase.end, 'x', true), bbox.left + bbox.width);
      if (ctx.measureText(phase.name).width + 8 * dpr < right - seen) {
        ctx.strokeText(phase.name, seen + 4 * dpr, bbox.top + 4 * dpr);
        ctx.fillText(phase.name, seen + 4 * dpr, bbox.top + 4 * dpr);
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

  const severities = { CRITICAL: 'fail', WARNING: 'open', INFO: 'soft' };

  // Findings: below the plot a bar for as long as each lasts, with its number in the list; a lane each for those at the same time.
  const LANE = 12, LANES = 4;
  const lanesOf = (notes, length) => {
    const ends = [];
    return [...notes].sort((a, b) => a.start - b.start).map(one => {
      const free = ends.findIndex(end => end <= one.start), lane = free < 0 ? ends.length : free;
      ends[lane] = Math.max(one.end, one.start + length * 0.04);
      return { ...one, lane };
    }).filter(one => one.lane < LANES);
  };
  const note = (u, notes) => {
    const { ctx, bbox } = u, dpr = devicePixelRatio;
    ctx.save();
    ctx.font = 'bold ' + 10 * dpr + 'px system-ui, sans-serif';
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    notes.forEach(({ number, severity, start, end, lane }) => {
      const edge = x => Math.min(bbox.left + bbox.width, Math.max(bbox.left, u.valToPos(x, 'x', true)));
      const text = String(number), wide = ctx.measureText(text).width + 6 * dpr;
      const left = Math.min(edge(start), bbox.left + bbox.width - wide), width = Math.max(wide, edge(end) - left);
      const height = (LANE - 1) * dpr, top = bbox.top + bbox.height + lane * LANE * dpr + dpr;
      ctx.fillStyle = colour(severities[severity]);
      ctx.globalAlpha = .25;
      ctx.fillRect(left, top, width, height);
      ctx.globalAlpha = 1;
      ctx.fillRect(left, top, 2 * dpr, height);
      ctx.fillText(text, left + 4 * dpr, top + height / 2);
    });
    ctx.restore();
  };

  const axis = values => ({
    stroke: () => colour('soft'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { stroke: () => colour('line'), width: 1 },
    values,
  });

  // What a chart shows: [x, [[label, colour, values, options], ...], { marks, windows, notes }].
  const draw = (element, [x, lines, { marks = [], windows = [], notes = [] } = {}], phases, width) => {
    const marked = lanesOf(notes, x.length ? x[x.length - 1] - x[0] : 0);
    const lanes = LANE * Math.max(0, ...marked.map(one => one.lane + 1));
    const highest = Math.max(0, ...marks.map(level => level.value));
    element.replaceChildren();
    return new uPlot({
      width, height: HEIGHT + lanes,
      cursor: { sync: { key: 'time' } },
      scales: { x: { time: false }, y: { range: (u, low, high) => [0, Math.max(high, highest) * 1.12 || 1] } },
      axes: [{ ...axis((u, at) => at.map(clock)), gap: 5 + lanes, size: 40 + lanes }, { ...axis((u, at) => at.map(plain)), size: 60 }],
      series: [{ label: 'time', value: (u, v) => v == null ? '–' : clock(v) }].concat(
        lines.map(([label, name, values, more]) => ({
          label, stroke: () => colour(name), width: 1.4, points: { show: false }, value: (u, v) => plain(v), ...more,
        }))),
      hooks: { drawClear: [u => shade(u, phases())], drawAxes: [u => name(u, phases())], draw: [u => mark(u, marks, windows), u => note(u, marked)] },
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
    const one = (i, width) => {
      plots[i] = drawOne(elements[i], describe(elements[i]), phases, width || room(elements[i]));
      reachable(elements[i]);
    };
    const begin = () => {
      plots.forEach(plot => plot?.destroy());
      elements = [...document.querySelectorAll('[data-chart]')];
      plots = elements.map(() => null);
    };
    const redraw = width => {
      begin();
      elements.forEach((element, i) => one(i, width));
    };
    // What the window shows first, the others one by one: so a page of many charts is there at once.
    const others = () => {
      const next = plots.indexOf(null);
      if (next < 0) return;
      one(next);
      setTimeout(others);
    };
    // Without a mouse: the chart has the focus, arrows move along its points, and the legend is read out.
    const reachable = element => {
      element.tabIndex = 0;
      element.onkeydown = event => {
        const plot = plots[elements.indexOf(element)], x = plot.data[0], at = plot.cursor.idx;
        const to = { ArrowLeft: at == null ? 0 : at - 1, ArrowRight: at == null ? 0 : at + 1, Home: 0, End: x.length - 1 }[event.key];
        if (to === undefined || x[to] === undefined) return;
        event.preventDefault();
        plot.setCursor({ left: plot.valToPos(x[to], 'x'), top: plot.over.clientHeight / 2 });
      };
      const live = value => () => element.querySelector('.u-legend, output')?.setAttribute('aria-live', value);
      element.onfocus = live('polite');
      element.onblur = live('off');
    };
    const update = () => plots.forEach((plot, i) => {
      if (!plot) return;
      const [x, lines] = describe(elements[i]);
      plot.setData([x].concat(lines.map(line => line[2])));
    });
    begin();
    const seen = elements.map(element => element.getBoundingClientRect().top < innerHeight);
    seen.forEach((is, i) => is && one(i));
    setTimeout(others);

    let width = innerWidth;
    addEventListener('resize', () => {
      if (innerWidth !== width) {
        width = innerWidth;
        plots.forEach((plot, i) => plot?.setSize({ width: room(elements[i]), height: plot.height }));
      }
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw());
    // Paper is white, and narrower than most windows. Tables stay as the reader left them: all of them
    // together are a dozen sheets.
    addEventListener('beforeprint', () => {
      root.dataset.theme = 'light';
      redraw(700);
    });
    addEventListener('afterprint', () => {
      delete root.dataset.theme;
      redraw();
    });
    return { redraw, update };
  };

  return { show, draw, shade, name, mark, styled, clock, plain, colour, axis, palette, HEIGHT };
})();
