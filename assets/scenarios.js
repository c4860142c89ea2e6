/* The scenarios page: joins sliders, map and panels with the server; what is chosen is in the address. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const page = (radslag.scenarios = radslag.scenarios || {});
  const { el, put, get, Line } = page;
  const AGAIN_MS = 1500;
  const REST_MS = 350;
  const DRAWN = ["co2e", "yearly_cost", "embodied_co2e", "waste_cost"];
  const DEFAULTS = { year: 2040, output: "energy_total", view: "difference", theme: "energy", tab: "indicators", other: "" };

  /* "retrofit_dwellings~0.25~2027~15080100.15080200,lighting~0.5~2025" and back. */
  const written = (chosen) => chosen.map((each) => [each.measure, each.level, each.start, (each.areas || []).join("."), page.spots.written(each.places)].join("~").replace(/~+$/, "")).join(",");

  function readMix(text, measures, start) {
    const mix = {};
    for (const part of (text || "").split(",")) {
      const [id, level, from, areas, spots] = part.split("~");
      const measure = measures.find((each) => each.id === id);
      const year = Number(from);
      if (!measure || !(Number(level) > 0)) continue;
      mix[id] = {
        level: Math.min(measure.highest, Number(level)),
        start: year >= start.earliest && year <= start.latest ? year : start.earliest,
        areas: (areas || "").split(".").filter((area) => start.areas.some((each) => each.id === area)),
        ...page.spots.read(spots),
      };
    }
    return mix;
  }

  const reach = (cuts) => Math.max(0, ...cuts.limits);

  class Room {
    constructor(root, words, start) {
      const speaker = (sentence, values) => (words[sentence] || sentence).replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
      Object.assign(this, { root, start, city: root.dataset.city, t: speaker, f: new page.Figures(root.dataset.lang), answer: null, version: 0, saidVersion: 0, compared: [], numbers: 0 });
      this.state = this.readAddress();
      this.line = new Line(`/scenarios/${this.city}/answer`, this.t, (told, asked) => this.receive(told, asked));
      this.mix = new page.Mix(this);
      this.map = new page.MapSide(this);
      this.more = new page.More(this);
      this.spots = new page.spots.Spots(this);
      this.said = el("p", { class: "scenarios-sentence", role: "status" });
      this.tag = el("p", { class: "scenarios-kind soft" });
      this.refusal = el("p", { class: "rs-note danger", role: "alert", hidden: true });
      const at = (id, ...parts) => document.getElementById(`scenarios-${id}`).replaceChildren(...parts);
      at("mix", this.mix.element, this.spots.element);
      at("told", this.said, this.tag, this.refusal);
      at("bar", this.map.bar);
      at("under", this.map.under);
      at("more", this.more.element);
      this.progress();
      this.update();
      this.ask(true);
      root.dataset.ready = "yes";
    }

    readAddress() {
      const query = new URLSearchParams(window.location.search);
      const known = (name, list) => (list.includes(query.get(name)) ? query.get(name) : DEFAULTS[name]);
      const from = query.get("from") || "";
      const offered = this.offers().find((each) => each.id === from);
      const mix = query.has("m") || !offered ? readMix(query.get("m"), this.start.measures, this.start) : this.mixOf(offered.chosen);
      const year = Number(query.get("year"));
      return {
        mix,
        from: offered ? from : Object.keys(mix).length ? "own" : "baseline",
        year: this.start.years.includes(year) ? year : DEFAULTS.year,
        output: known("output", this.start.outputs.map((each) => each.id)),
        view: known("view", ["difference", "absolute", "circles"]),
        theme: known("theme", ["energy", "circular"]),
        tab: known("tab", page.tabNames),
        other: query.get("other") === "baseline" ? "baseline" : "",
      };
    }

    address() {
      const query = new URLSearchParams();
      const { state } = this;
      if (!["own", "baseline"].includes(state.from)) query.set("from", state.from);
      else if (this.chosen().length) query.set("m", written(this.chosen()));
      for (const name of ["year", "output", "view", "theme", "tab"]) if (state[name] !== DEFAULTS[name]) query.set(name, state[name]);
      if (state.other === "baseline") query.set("other", "baseline");
      const text = query.toString();
      return window.location.pathname + (text ? `?${text}` : "");
    }

    /* What things are called. */

    measure(id) { return this.start.measures.find((each) => each.id === id); }
    output(id) { return this.start.outputs.find((each) => each.id === id); }
    assumption(id) { return this.start.assumptions.list.find((each) => each.id === id); }
    offers() { return [...this.start.ready, ...this.start.saved]; }
    ready() { return this.start.model.state === "ready"; }
    basis() { return this.start.assumptions.version; }

    areaName(id) {
      const found = this.start.areas.find((each) => each.id === id);
      return found ? found.name : this.start.name;
    }

    /** How much of the city some districts are; by their people, where the model says nothing nearer. */
    shareOf(areas) {
      if (!areas || !areas.length) return 1;
      return this.start.areas.filter((each) => areas.includes(each.id)).reduce((sum, each) => sum + (each.share || 0), 0);
    }

    startYears() {
      const { earliest, latest } = this.start;
      return Array.from({ length: latest - earliest + 1 }, (_, n) => earliest + n);
    }

    name() {
      const { t } = this;
      const found = this.offers().find((each) => each.id === this.state.from);
      return found ? found.name : this.state.from === "baseline" ? t("Today's course") : t("My own mix");
    }

    otherName() {
      const { t } = this;
      const found = this.compared.find((each) => each.id === this.state.other);
      return found ? found.name : t("Today's course");
    }

    otherAnswer() {
      if (this.state.other === "baseline") return this.answer;
      const found = this.compared.find((each) => each.id === this.state.other);
      return found ? found.answer : null;
    }

    chosen() {
      return this.start.measures.filter((each) => (this.state.mix[each.id] || {}).level > 0)
        .map((each) => ({ measure: each.id, ...this.state.mix[each.id] }));
    }

    /** The scenario on screen, when another model computed it: it is shown as it was brought. */
    held() {
      const found = this.offers().find((each) => each.id === this.state.from);
      return found && found.foreign ? found.id : "";
    }

    mixOf(chosen) {
      return Object.fromEntries(chosen.map((each) => [each.measure, { level: each.level, start: each.start, areas: each.areas || [], ...(each.places && each.places.length ? { places: each.places } : {}) }]));
    }

    /* What people do. */

    change(id, patch) {
      const held = this.state.mix[id] || { level: 0, start: this.start.earliest, areas: [] };
      this.state.mix = { ...this.state.mix, [id]: { ...held, ...patch } };
      this.state.from = this.chosen().length ? "own" : "baseline";
      this.mix.update();
      this.ask(false);
      // The rest of the answer, when the hand rests.
      window.clearTimeout(this.resting);
      this.resting = window.setTimeout(() => this.ask(true), REST_MS);
    }

    startFrom(id) {
      if (id === "own") return;
      const found = this.offers().find((each) => each.id === id);
      this.state.mix = found ? this.mixOf(found.chosen) : {};
      this.state.from = found ? id : "baseline";
      if (found && found.chosen.length) this.state.theme = this.measure(found.chosen[0].measure).theme;
      this.update();
      this.ask(true);
    }

    take(chosen) {
      this.state.mix = this.mixOf(chosen);
      this.state.from = "own";
      this.update();
      this.ask(true);
    }

    go(change) {
      const before = this.state;
      this.state = { ...before, ...change };
      this.update();
      window.history.replaceState(window.history.state, "", this.address());
      if (before.output !== this.state.output || before.year !== this.state.year) this.ask(true);
    }

    compare(name) {
      this.numbers += 1;
      this.compared = [...this.compared, { id: `mix-${this.numbers}`, name, chosen: this.chosen(), held: this.held(), answer: this.answer }];
      this.version += 1;
      this.update();
      this.ask(true);
    }

    takeAway(id) {
      this.compared = this.compared.filter((each) => each.id !== id);
      if (this.state.other === id) this.state.other = "";
      this.version += 1;
      this.update();
      this.ask(true);
    }

    /* Asking, and what comes back. */

    ask(whole) {
      if (whole) window.history.replaceState(window.history.state, "", this.address());
      const held = this.held();
      if (!this.ready() && !held) return;
      const { output, year } = this.state;
      const compared = this.compared.map((each) => (each.held ? { held: each.held } : each.chosen));
      this.line.ask({ chosen: this.chosen(), held, output, year, whole, drawn: [output, ...DRAWN], compared: whole ? compared : [], from: this.state.from });
    }

    receive(told, asked) {
      this.refusal.hidden = told.ok;
      put(this.refusal, told.ok ? "" : told.text);
      if (!told.ok) return;
      this.answer = told.whole || !this.answer ? told : this.joined(told);
      told.compared.forEach((each, n) => {
        if (asked.compared.length === this.compared.length) this.compared[n] = { ...this.compared[n], answer: { ...told, ...each } };
      });
      this.version += 1;
      this.update();
      this.root.dataset.version = String(this.version);
    }

    /** While somebody drags, what is not on the screen is not told, and the classes only grow. */
    joined(told) {
      const { now, series, cuts, spread, flows, compared } = this.answer;
      const grown = (kind) => (reach(told.cuts[kind]) > reach(cuts[kind]) ? told.cuts[kind] : cuts[kind]);
      return {
        ...told, spread, flows, compared,
        now: { ...now, ...told.now },
        series: { ...series, ...told.series },
        cuts: { absolute: cuts.absolute, difference: grown("difference") },
      };
    }

    update() {
      this.mix.update();
      this.map.update();
      this.spots.update();
      this.tell();
      this.more.update();
    }

    tell() {
      const { t, answer } = this;
      if (!answer) return put(this.said, this.ready() ? t("One moment …") : this.start.sentence);
      put(this.said, answer.sentence);
      const shown = this.output(this.state.output);
      put(document.getElementById("scenarios-whence"), !answer.foreign && shown && shown.theme === "energy" && shown.by_area ? this.start.whence : "");
      const kind = answer.foreign ? t("Computed by another model, and kept as it was brought. Where it told no range, none is shown.") : answer.kind === "full" ? t("Computed by the full models.") : t("Estimate; the full models run when the mix is saved.");
      if (this.told === kind + answer.difference) return undefined;
      this.told = kind + answer.difference;
      this.tag.replaceChildren(`${kind} ${answer.difference || ""} `, page.basisButton(this, this.state.output));
      return undefined;
    }

    /* Models that work in the background: the city's first, and those of saved scenarios. */

    progress() {
      const { model, runs } = this.start;
      const lines = [];
      if (model.state !== "ready") lines.push(model);
      lines.push(...runs.filter((run) => run.text));
      const list = lines.map((each) => el("div", { class: `scenarios-work ${each.state}` }, el("p", { text: each.text }),
        each.state === "working" && el("progress", { max: "1", value: String(each.progress), "aria-label": each.text })));
      const box = document.getElementById("scenarios-state");
      const key = JSON.stringify(lines);
      if (this.worked !== key) {
        this.worked = key;
        box.replaceChildren(...list);
      }
      window.clearTimeout(this.later);
      if (lines.some((each) => each.state === "working")) this.later = window.setTimeout(() => this.look(), AGAIN_MS);
    }

    async look() {
      if (!this.root.isConnected) return;
      const now = await get(`/scenarios/${this.city}/state`);
      if (!now) {
        this.later = window.setTimeout(() => this.look(), AGAIN_MS);
        return;
      }
      const done = (told) => JSON.stringify([told.model.state, told.runs.map((run) => run.state)]);
      const changed = done(now) !== done(this.start);
      Object.assign(this.start, now);
      if (changed) await this.again();
      else this.progress();
    }

    /** What the page stands on has changed: models, scenarios or assumptions. */
    async again() {
      const start = await get(`/scenarios/${this.city}/start`);
      if (!start) return;
      this.start = start;
      this.saidVersion += 1;
      this.progress();
      this.update();
      this.ask(true);
    }
  }

  async function begin(root) {
    root.dataset.begun = "yes";
    const { city, lang } = root.dataset;
    const [words, start] = await Promise.all([get(`/words/scenarios.${lang}.json`), get(`/scenarios/${city}/start`)]);
    // The map is drawn by another script, which may need a moment more.
    const built = () => document.querySelector("#scenarios-map.leaflet-container");
    const open = () => root.isConnected && (radslag.scenariosRoom = new Room(root, words || {}, start));
    if (!start) return;
    if (built()) return open();
    const watch = new MutationObserver(() => { if (built()) { watch.disconnect(); open(); } });
    watch.observe(document.body, { childList: true, subtree: true });
    return undefined;
  }

  function look() {
    const root = document.getElementById("scenarios-root");
    if (root && root.dataset.city && !root.dataset.begun) begin(root);
  }
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  look();
})();
