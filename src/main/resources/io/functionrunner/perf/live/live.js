(() => {
  'use strict';
  const $ = id => document.getElementById(id);
  // Names and reasons come from servers: only ever text, on one line, without marks that turn it around.
  const inert = (text, most = 300) => String(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').slice(0, most);
  const say = (element, text) => {
    const plain = inert(text);
    if (element.textContent !== plain) element.textContent = plain;
  };

  let all = null, drawn = null;

  // One line of a chart over all rows; a row has as many values as there were lines when it was made.
  const column = i => all.rows.map(row => row[i] ?? null);
  const lines = chart => all.columns
    .map((c, i) => [c, i])
    .filter(([c]) => c.chart === chart)
    .map(([c, i]) => [inert(c.label, 60), column(i)]);
  const own = {
    load: [['s2', { dash: [6, 4] }], ['s1', { width: 2 }], ['s3'], ['s4']],
    flight: [['s1', { width: 2 }], ['s2', { dash: [6, 4] }]],
    quantiles: [['low', { spanGaps: true }], ['mid', { spanGaps: true, width: 2 }], ['high', { spanGaps: true, dash: [3, 3] }]],
  };
  const style = chart => own[chart] || (chart === 'submit' || chart.startsWith('task ') ? own.quantiles : null);
  const describe = element => {
    const chart = element.dataset.chart, found = lines(chart), styles = style(chart);
    const shown = styles
      ? found.map(([label, values], i) => [label, styles[i][0], values, styles[i][1] || {}])
      // A gauge is not read every second: its points are joined.
      : charts.styled(found.map(([label, values]) => [label, values, true]));
    return [column(0), shown];
  };

  const figure = (chart, caption) => {
    const box = document.createElement('figure'), text = document.createElement('figcaption'), area = document.createElement('div');
    text.id = 'cap-' + chart.replace(/\W/g, '-');
    say(text, caption);
    area.className = 'chart';
    area.dataset.chart = chart;
    area.setAttribute('role', 'img');
    area.setAttribute('aria-labelledby', text.id);
    box.append(text, area);
    return box;
  };

  const build = () => {
    say($('simulation'), all.simulation);
    say($('run'), all.run);
    say($('target'), all.target);
    document.title = 'Live: ' + inert(all.simulation);
    const tasks = [...new Set(all.columns.map(c => c.chart).filter(c => c.startsWith('task ')))];
    $('tasks').replaceChildren(...tasks.map(c =>
      figure(c, `Task ${c.slice(5)}: p50, p95 and p99 in seconds until its end was seen, of the last 10 s.`)));
    const gauges = target => all.charts.filter(c => c.target === target).map(c => figure(c.id, c.caption));
    $('target-charts').replaceChildren(...gauges(true));
    $('injector-charts').replaceChildren(...gauges(false));
    $('no-target').hidden = all.charts.some(c => c.target);
    if (drawn) drawn.redraw(); else drawn = charts.show(describe, () => all.phases);
  };

  const row = (...cells) => {
    const line = document.createElement('tr');
    cells.forEach(([text, name]) => {
      const cell = document.createElement('td');
      cell.className = name || '';
      say(cell, text);
      line.append(cell);
    });
    return line;
  };

  const number = v => v == null ? '–' : v >= 100 ? Math.round(v).toLocaleString('en') : charts.plain(Math.round(v * 100) / 100);
  const seconds = v => v == null ? '–' : v < 1 ? Math.round(v * 1000) + ' ms' : v.toFixed(2) + ' s';
  const last = (chart, label) => {
    const i = all.columns.findIndex(c => c.chart === chart && c.label === label);
    return i < 0 || !all.rows.length ? null : all.rows[all.rows.length - 1][i] ?? null;
  };
  const cards = now => {
    const t = now.tasks, bad = t.failed + t.timedOut;
    const slowest = Math.max(...all.columns.filter(c => c.chart.startsWith('task ') && c.label === 'p95').map(c => last(c.chart, 'p95') ?? -1));
    return [
      ['users', number(now.users)],
      ['offered', number(last('load', 'offered')) + ' /s'],
      ['completed', number(last('load', 'completed')) + ' /s'],
      ['in flight', number(t.inFlight)],
      ['submitted', number(t.submitted)],
      ['errors', number(bad) + (t.submitted ? ` (${(100 * bad / t.submitted).toFixed(1)} %)` : '')],
      ['rejected', number(t.rejected)],
      ['submission p95', seconds(last('submit', 'p95'))],
      ['slowest task p95', seconds(slowest < 0 ? null : slowest)],
    ];
  };

  const words = { RUNNING: 'running', ANALYSING: 'ended, the report is being made', ENDED: 'ended' };
  const stand = now => {
    const status = $('status');
    say(status, words[now.status]);
    status.className = now.status === 'RUNNING' ? 'running' : '';
    say($('phase'), now.status === 'RUNNING' ? now.phase : '');
    const end = all.phases.length ? all.phases[all.phases.length - 1].end : 0;
    say($('left'), now.status !== 'RUNNING' ? '' : now.since < 0 ? '' : now.left > 0
      ? `${charts.clock(now.since)} of ${charts.clock(end)}, ${charts.clock(now.left)} left`
      : 'no submission any more, waiting for tasks');
    $('progress').value = now.status === 'RUNNING' && end ? Math.max(0, Math.min(1, now.since / end)) : now.status === 'RUNNING' ? 0 : 1;
    $('cards').replaceChildren(...cards(now).map(([name, value]) => {
      const box = document.createElement('div'), dt = document.createElement('dt'), dd = document.createElement('dd');
      say(dt, name);
      say(dd, value);
      box.append(dt, dd);
      return box;
    }));
    $('criteria-rows').replaceChildren(...now.criteria.map(c => row(
      [c.verdict === 'INFO' ? 'open' : c.verdict, c.verdict], [c.text], [c.reason, 'text'])));
    $('error-rows').replaceChildren(...now.errors.map(e => row([e.kind], [number(e.count), 'n'], [e.last, 'text'])));
    $('no-errors').hidden = now.errors.length > 0;
    if (now.status === 'ENDED') over(now);
  };

  const over = now => {
    $('end').hidden = false;
    $('end').className = 'verdict ' + (now.verdict || 'INVALID');
    say($('verdict'), now.verdict || 'No report');
    say($('sentence'), now.sentence);
    if (now.report) {
      const link = document.createElement('a');
      link.href = '/performance.html';
      say(link, 'Report');
      $('report').replaceChildren(link, ' (here for a moment, then in ' + inert(now.report) + ')');
    }
  };

  const events = new EventSource('/events');
  events.addEventListener('all', event => {
    all = JSON.parse(event.data);
    build();
    stand(all.now);
  });
  events.addEventListener('tick', event => {
    const news = JSON.parse(event.data);
    if (news.row) {
      all.rows[news.index] = news.row;
      drawn.update();
    }
    all.now = news.now;
    stand(news.now);
  });
  events.addEventListener('error', () => {
    if (all && all.now.status === 'ENDED') {
      events.close();
    } else {
      say($('status'), 'connection lost: the run is over, or its process was killed');
      $('status').className = 'lost';
    }
  });
})();
