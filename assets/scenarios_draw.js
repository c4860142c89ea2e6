/* Drawings of answers: ranges as bars, the course over the years, and flows. Colours come from CSS. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, svg } = page;

  const percent = (value) => `${Math.round(value * 1000) / 10}%`;

  /** A scale from the numbers that must fit on it, with a little air; → share of the width. */
  function scale(numbers) {
    const known = numbers.filter((each) => typeof each === "number" && isFinite(each));
    const low = Math.min(...known);
    const high = Math.max(...known);
    const air = (high - low || Math.abs(high) || 1) * 0.06;
    const [from, to] = [low - air, high + air];
    return (value) => (value - from) / (to - from);
  }

  /** One track: a range as a bar with its middle, marks for other values. `marks`: [class, value]. */
  function track(range, place, marks, label) {
    const parts = [svg("line", { x1: "0", x2: "100%", y1: "50%", y2: "50%", class: "track-line" })];
    for (const [name, value] of marks) {
      if (value === null || value === undefined) continue;
      parts.push(svg("line", { x1: percent(place(value)), x2: percent(place(value)), y1: "12%", y2: "88%", class: `track-${name}` }));
    }
    if (range && range[1] !== null) {
      const from = place(range[0]);
      if (range[0] !== null && range[2] !== null) parts.push(svg("rect", { x: percent(from), width: percent(Math.max(0.004, place(range[2]) - from)), y: "32%", height: "36%", rx: "4", class: "track-range" }));
      parts.push(svg("circle", { cx: percent(place(range[1])), cy: "50%", r: "5.5", class: "track-dot" }));
    }
    return svg("svg", { class: "track", role: "img", "aria-label": label }, parts);
  }

  const BOX = { width: 520, height: 236, left: 62, right: 22, top: 14, bottom: 28 };

  /** Round numbers between the ends, about four of them. */
  function ticks(low, high) {
    const rough = (high - low || 1) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => rough <= each * 1.0001);
    const found = [];
    for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1) found.push(n * step);
    return found;
  }

  /** A course over the years. `lines`: [{class, rows: [p10, p50, p90], name}]; a range is a band. */
  function course(years, lines, options) {
    const { label, f, year } = options;
    const all = lines.flatMap((line) => line.rows.flat()).concat(options.zero ? [0] : []).filter((each) => each !== null);
    let [low, high] = [Math.min(...all), Math.max(...all)];
    if (low === high) [low, high] = [low - 1, high + 1];
    const marks = ticks(low, high);
    const span = [Math.min(low, marks[0]), Math.max(high, marks[marks.length - 1])];
    const x = (each) => BOX.left + ((each - years[0]) / (years[years.length - 1] - years[0])) * (BOX.width - BOX.left - BOX.right);
    const y = (value) => BOX.height - BOX.bottom - ((value - span[0]) / (span[1] - span[0])) * (BOX.height - BOX.top - BOX.bottom);
    // Another model may tell some years only: a line goes from one to the next.
    const join = (row) => row.map((value, n) => (value === null ? "" : `${x(years[n]).toFixed(1)} ${y(value).toFixed(1)}`)).filter(Boolean);
    const path = (points, end) => (points.length ? `M${points.join("L")}${end || ""}` : "");
    const grid = marks.map((value) => [
      svg("line", { x1: BOX.left, x2: BOX.width - BOX.right, y1: y(value), y2: y(value), class: value === 0 ? "grid zero" : "grid" }),
      svg("text", { x: BOX.left - 8, y: y(value) + 4, class: "axis-y" }, f.sensible(value)),
    ]);
    const below = years.filter((each) => each % 10 === 0).map((each) => svg("text", { x: x(each), y: BOX.height - 8, class: "axis-x" }, String(each)));
    const drawn = lines.map((line) => [
      line.band && svg("path", { d: path(join(line.rows[0]).concat(join(line.rows[2]).reverse()), "Z"), class: `band ${line.name}` }),
      svg("path", { d: path(join(line.rows[1])), class: `line ${line.name}` }),
    ]);
    const now = year && svg("line", { x1: x(year), x2: x(year), y1: BOX.top, y2: BOX.height - BOX.bottom, class: "now" });
    return svg("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, class: "course", role: "img", "aria-label": label }, grid, below, now, drawn);
  }

  const FLOW = { width: 620, left: 4, node: 12, gap: 14, label: 8, top: 10 };

  /** Nodes in columns from left to right, each as high as what flows through it. */
  function laidOut(flows, height, most) {
    const columns = [...new Set(flows.nodes.map((node) => node.column))].sort((a, b) => a - b);
    const room = FLOW.width - 2 * FLOW.left - FLOW.node;
    const places = new Map();
    for (const column of columns) {
      const nodes = flows.nodes.filter((node) => node.column === column && node.size > 0);
      const unit = (height - FLOW.gap * (nodes.length - 1)) / most;
      let at = FLOW.top;
      for (const node of nodes) {
        const tall = Math.max(1.5, node.size * Math.max(0, unit));
        places.set(node.id, { ...node, x: FLOW.left + (columns.indexOf(column) / Math.max(1, columns.length - 1)) * room, y: at, tall, out: at, into: at, last: column === columns[columns.length - 1] });
        at += tall + FLOW.gap;
      }
    }
    return places;
  }

  /** flows: {nodes: [{id, name, column, size}], links: [{from, to, range}]}; `most` is shared by both drawings. */
  function sankey(flows, most, label, height) {
    const places = laidOut(flows, height - 2 * FLOW.top, most);
    const bands = [];
    for (const link of flows.links) {
      const [a, b] = [places.get(link.from), places.get(link.to)];
      const value = link.range[1];
      if (!a || !b || !(value > 0)) continue;
      const [thick, thin] = [(value / a.size) * a.tall, (value / b.size) * b.tall];
      const [x1, x2] = [a.x + FLOW.node, b.x];
      const middle = (x1 + x2) / 2;
      const top = `M${x1} ${a.out}C${middle} ${a.out} ${middle} ${b.into} ${x2} ${b.into}`;
      const bottom = `L${x2} ${b.into + thin}C${middle} ${b.into + thin} ${middle} ${a.out + thick} ${x1} ${a.out + thick}Z`;
      bands.push(svg("path", { d: top + bottom, class: `flow flow-${link.to}` }));
      a.out += thick;
      b.into += thin;
    }
    const boxes = [...places.values()].map((node) => [
      svg("rect", { x: node.x, y: node.y, width: FLOW.node, height: node.tall, class: `flow-node flow-${node.id}` }),
      svg("text", { x: node.last ? node.x - FLOW.label : node.x + FLOW.node + FLOW.label, y: node.y + Math.max(node.tall / 2, 5) + 4, class: node.last ? "flow-name last" : "flow-name" }, node.name),
    ]);
    return svg("svg", { viewBox: `0 0 ${FLOW.width} ${height}`, class: "sankey", role: "img", "aria-label": label }, bands, boxes);
  }

  /** What the marks mean, in words beside each mark. */
  const key = (entries) => el("ul", { class: "scenarios-key" }, entries.map(([name, text]) => el("li", {}, el("span", { class: `key-mark key-${name}`, "aria-hidden": "true" }), text)));

  Object.assign(page, { scale, track, course, sankey, key });
})();
