/* What else the answer says: indicators, cost and climate, what the spread comes from, and flows. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, mark, put, asTable, table, scale, track, course, sankey, key, at, untouched } = page;
  const COST = ["yearly_cost", "waste_cost", "investment", "cost_per_kwh"];
  const CLIMATE = ["co2e", "embodied_co2e"];

  /** A figure that opens what stands behind it. */
  function figure(room, text, output) {
    return el("button", { type: "button", class: "scenarios-figure", onclick: () => page.basis(room, output), text });
  }

  const row = (name, middle, right) =>
    el("li", { class: "bar-row" }, el("div", { class: "bar-name" }, name), el("div", { class: "bar-track" }, middle), el("div", { class: "bar-figure" }, right));

  /* Indicators */

  function indicator(room, kpi) {
    const { t, f } = room;
    const unit = { unit: kpi.unit, changeUnit: kpi.changeUnit, decimals: kpi.decimals, digits: kpi.digits };
    const value = kpi.after || kpi.change;
    const place = scale([...value, kpi.before, kpi.benchmark, kpi.after ? null : 0]);
    const told = f.told(kpi.change, unit, true);
    const marks = [["now", kpi.after ? kpi.before : 0], ["goal", kpi.after ? kpi.benchmark : null]];
    const name = el("a", { href: `/explore/${room.start.city}?indicator=${kpi.slug}`, text: kpi.name });
    const under = [kpi.code, ...kpi.notes].join(" · ");
    const then = kpi.after && t("then {told}", { told: f.told(kpi.after, unit) });
    return row([name, el("p", { class: "soft bar-under", text: under })], track(value, place, marks, t("{name}: {told}", { name: kpi.name, told })), [
      figure(room, told, kpi.output), el("p", { class: "soft bar-under", text: kpi.clear ? then || "" : kpi.ranged ? t("may go either way") : t("no range is told") })]);
  }

  function indicatorTable(room, list) {
    const { t, f } = room;
    return table(t("Indicators in {year}", { year: room.state.year }), [t("Indicator"), t("Newest value"), t("Change"), t("Then"), t("Benchmark"), t("Notes"), t("What is assumed")],
      list.map((kpi) => {
        const unit = { unit: kpi.unit, changeUnit: kpi.changeUnit, decimals: kpi.decimals, digits: kpi.digits };
        const known = (value) => (value === null ? "–" : f.sensible(value));
        const before = kpi.before === null ? "–" : `${known(kpi.before)} (${kpi.period})`;
        return [kpi.name, before, f.told(kpi.change, unit, true), kpi.after ? f.told(kpi.after, unit) : "–", known(kpi.benchmark), kpi.notes.join(" · ") || "–", kpi.assumption];
      }));
  }

  function indicators(room) {
    const { t, answer } = room;
    const { moved, still } = answer.kpis;
    const rest = el("p", { class: "soft", text: t("All other indicators are not modelled here. That does not mean that they stay as they are.") });
    const names = still.length && el("p", { class: "soft", text: t("Not modelled for this mix: {names}.", { names: still.join(", ") }) });
    if (!moved.length) return [el("p", { text: t("These measures touch no indicator that the models tell about.") }), names, rest];
    return [
      key([["now", t("Newest value")], ["range", t("Then: most likely, and 8 of 10 cases")], ["goal", t("Benchmark")]]),
      el("ul", { class: "bars" }, moved.map((kpi) => indicator(room, kpi))),
      names, rest,
      asTable("indicators", t("As a table"), () => indicatorTable(room, moved)),
    ];
  }

  /* Cost and climate */

  function overTime(room, output, caption) {
    const { t, f, answer, start } = room;
    const told = answer.series[output.id];
    if (!told) return null;
    const lines = [{ rows: told.change, name: "mix", band: true }];
    const label = t("{name} from {first} to {last}", { name: output.name, first: start.years[0], last: start.years[start.years.length - 1] });
    const rows = () => table(label, [t("Year"), t("Today's course"), t("This mix"), t("Change")], answer.years.map((year) => [String(year),
      ...["baseline", "scenario", "change"].map((kind) => f.told(at(told[kind], answer.years, year), output, kind === "change"))]));
    return el("figure", { class: "scenarios-course" },
      el("figcaption", {}, el("strong", { text: caption || output.name }), el("span", { class: "soft", text: output.unit })),
      el("div", { class: "course-box", tabindex: "0", role: "region", "aria-label": label }, course(answer.years, lines, { label, f, year: room.state.year, zero: true })),
      asTable(`course-${output.id}`, t("As a table"), rows));
  }

  function figures(room, ids) {
    const { t, f, answer } = room;
    const held = ids.map((id) => [room.output(id), answer.now[id]]).filter(([output, now]) => output && now && now.change[1] !== null && !untouched(now.change));
    return el("dl", { class: "scenarios-figures" }, held.map(([output, now]) => el("div", {}, el("dt", { text: output.name }), el("dd", {}, figure(room, f.told(now.change, output, true), output.id)))));
  }

  function costAndClimate(room) {
    const { t, answer } = room;
    const moved = (id) => answer.series[id] && !untouched(answer.series[id].change.flat());
    const first = (ids) => ids.map((id) => room.output(id)).find((output) => output && moved(output.id));
    const [cost, climate] = [first(COST), first(CLIMATE)];
    return [
      el("p", { class: "soft", text: t("In {year}, against today's course. In brackets: 8 of 10 cases lie between.", { year: room.state.year }) }),
      key([["mix", t("Change by this mix, with its range; zero is today's course")]]),
      el("div", { class: "scenarios-pair" },
        el("section", {}, el("h3", { text: t("Climate") }), climate ? [figures(room, CLIMATE), overTime(room, climate)] : el("p", { class: "soft", text: t("Nothing in this mix touches this. It is not modelled, which is not the same as unchanged.") })),
        el("section", {}, el("h3", { text: t("Cost") }), cost ? [figures(room, COST), overTime(room, cost)] : el("p", { class: "soft", text: t("Nothing in this mix touches this. It is not modelled, which is not the same as unchanged.") }))),
    ];
  }

  /* What matters most */

  function matters(room) {
    const { t, f, answer } = room;
    const output = room.output(room.state.output);
    const list = answer.spread[output.id] || [];
    if (!list.length) return [el("p", { text: t("Nothing is uncertain yet: choose a measure, and an output that it changes.") })];
    const rows = list.map(([id, share]) => {
      const name = room.assumption(id) ? room.assumption(id).name : id;
      const bar = svgBar(share, t("{name}: {share}", { name, share: f.share(share) }));
      return row([el("button", { type: "button", class: "scenarios-figure", text: name, onclick: () => page.assumptionDialog(room, id) })], bar, f.share(share));
    });
    return [
      el("p", { text: t("How much of the range of “{output}” in {year} each assumption explains by itself.", { output: output.name, year: answer.years[answer.years.length - 1] }) }),
      el("ul", { class: "bars" }, rows),
      asTable("matters", t("As a table"), () => table(t("What matters most"), [t("Assumption"), t("Share of the range")], list.map(([id, share]) => [room.assumption(id) ? room.assumption(id).name : id, f.share(share)]))),
    ];
  }

  function svgBar(share, label) {
    const { svg } = page;
    return svg("svg", { class: "track", role: "img", "aria-label": label },
      svg("rect", { x: "0", y: "30%", height: "40%", width: `${Math.max(0.5, 100 * share)}%`, rx: "4", class: "track-share" }));
  }

  /* Flows */

  function flows(room) {
    const { t, answer } = room;
    if (!answer.flows || !answer.flows.length) return [el("p", { text: t("Flows are told once a measure about waste or materials is chosen.") })];
    return answer.flows.flatMap((told) => theme(room, told));
  }

  function theme(room, told) {
    const { t, f } = room;
    const most = Math.max(...[told.before, told.after].flatMap((each) => columns(each)));
    const unit = { unit: told.unit, decimals: 0 };
    const drawn = [["before", t("Today's course")], ["after", t("This mix")]].map(([which, name]) => el("figure", {},
      el("figcaption", {}, el("strong", { text: name })),
      el("div", { class: "course-box", tabindex: "0", role: "region", "aria-label": `${told.title}: ${name}` }, sankey(told[which], most, t("Flows: {name}", { name }), 340))));
    const names = Object.fromEntries(told.before.nodes.concat(told.after.nodes).map((node) => [node.id, node.name]));
    const range = (links, link) => (links.find((each) => each.from === link.from && each.to === link.to) || { range: [0, 0, 0] }).range;
    const same = (one) => (other) => one.from === other.from && one.to === other.to;
    const all = told.after.links.concat(told.before.links.filter((link) => !told.after.links.some(same(link))));
    const rows = () => table(told.title, [t("From"), t("To"), t("Today's course"), t("This mix")], all.map((link) => [names[link.from], names[link.to], f.told(range(told.before.links, link), unit), f.told(range(told.after.links, link), unit)]));
    return [
      el("h3", { text: told.title }),
      el("p", { class: "soft", text: t("Most likely flows in {year}, in {unit}. Both drawings have the same scale.", { year: room.state.year, unit: told.unit }) }),
      el("div", { class: "scenarios-flows" }, drawn),
      asTable(`flows-${told.theme}`, t("As a table"), rows),
    ];
  }

  function columns(flow) {
    const sums = {};
    for (const node of flow.nodes) sums[node.column] = (sums[node.column] || 0) + node.size;
    return Object.values(sums);
  }

  const PANELS = { indicators, cost: costAndClimate, matters, flows, compare: (room) => page.compare(room), reach: (room) => page.reach(room), assumptions: (room) => page.assumptions(room) };
  // These hold fields that somebody may be typing in: they are drawn when they are opened.
  const OWN = ["reach", "assumptions"];

  class More {
    constructor(room) {
      this.room = room;
      const { t } = room;
      const names = { indicators: t("Indicators"), cost: t("Cost and climate"), matters: t("What matters most"), flows: t("Flows"), compare: t("Compare"), reach: t("What would it take?"), assumptions: t("Assumptions") };
      this.tabs = Object.entries(names).map(([tab, text]) => el("button", { type: "button", "data-tab": tab, text, onclick: () => room.go({ tab }) }));
      this.head = el("h2", {});
      this.body = el("div", { class: "scenarios-panel" });
      this.names = names;
      this.element = el("div", {}, el("div", { class: "scenarios-tabs", role: "group", "aria-label": t("More about this mix") }, this.tabs), this.head, this.body);
    }

    update() {
      const { room } = this;
      const { t } = room;
      const { tab } = room.state;
      for (const each of this.tabs) mark(each, "aria-pressed", each.dataset.tab === tab);
      const key = OWN.includes(tab) ? `${tab}·${room.saidVersion}·${Boolean(room.answer)}` : `${tab}·${room.version}·${room.state.year}·${room.state.output}·${room.compared.length}`;
      if (this.key === key) return;
      this.key = key;
      put(this.head, this.names[tab]);
      const free = tab === "assumptions" || room.answer;
      const focus = this.body.contains(document.activeElement) ? document.activeElement.id : "";
      this.body.replaceChildren(...(free ? PANELS[tab](room).filter(Boolean) : [el("p", { class: "soft", text: t("There is no answer of the model yet.") })]));
      const again = focus && document.getElementById(focus);
      if (again) again.focus({ preventScroll: true });
    }
  }

  Object.assign(page, { More, figure, barRow: row, tabNames: Object.keys(PANELS) });
})();
