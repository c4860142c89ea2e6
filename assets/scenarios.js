/* The scenarios page: joins sliders, map and panels with the server; what is chosen is in the address. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const page = (radslag.scenarios = radslag.scenarios || {});
  const { el, put, get, Line, address } = page;
  const REST_MS = 350;
  const DRAWN = ["co2e", "yearly_cost", "embodied_co2e", "waste_cost"];
  const reach = (cuts) => Math.max(0, ...cuts.limits);

  class Room {
    constructor(root, words, start) {
      const speaker = (sentence, values) => (words[sentence] || sentence).replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
      Object.assign(this, { root, start, city: root.dataset.city, t: speaker, f: new page.Figures(root.dataset.lang), answer: null, version: 0, saidVersion: 0, compared: [], numbers: 0 });
      this.state = address.read(this);
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
      this.work = new page.Work(this);
      this.update();
      this.ask(true);
      root.dataset.ready = "yes";
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
      return this.start.measures.filter((each) => page.acts(this.state.mix[each.id]))
        .map((each) => ({ measure: each.id, ...this.state.mix[each.id] }));
    }

    /** The scenario that the mix on screen began as, and could be the next version of. */
    began() {
      const found = this.offers().find((each) => each.id === this.state.began && !each.foreign);
      return this.state.from === "own" ? found : undefined;
    }

    /** The scenario on screen, when another model computed it: it is shown as it was brought. */
    held() {
      const found = this.offers().find((each) => each.id === this.state.from);
      return found && found.foreign ? found.id : "";
    }

    mixOf(chosen) {
      const some = (name, list) => (list && list.length ? { [name]: list } : {});
      return Object.fromEntries(chosen.map((each) => [each.measure, { level: each.level, start: each.start, areas: each.areas || [], ...some("places", each.places), ...some("closed", each.closed) }]));
    }

    /* What people do. */

    change(id, patch) {
      const held = this.state.mix[id] || { level: 0, start: this.start.earliest, areas: [] };
      this.state.mix = { ...this.state.mix, [id]: { ...held, ...patch } };
      if (!["own", "baseline"].includes(this.state.from)) this.state.began = this.state.from;
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
      this.state.began = "";
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
      address.keep(this);
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
      if (whole) address.keep(this);
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
  }

  async function begin(root) {
    root.dataset.begun = "yes";
    const { city, lang } = root.dataset;
    const [words, start] = await Promise.all([get(`/words/scenarios.${lang}.json`), get(`/scenarios/${city}/start`)]);
    // The map is drawn by another script, which may need a moment more.
    const built = () => document.querySelector("#scenarios-map.leaflet-container");
    const open = () => root.isConnected && new Room(root, words || {}, start);
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
