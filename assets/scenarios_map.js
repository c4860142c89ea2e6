/* The map of a scenario: which output, which year, its value or its change, and a table of it. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, mark, option, asTable, table } = page;
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const LAYERS = { own: "scenarios-map-areas", other: "scenarios-map-other" };
  const PLAY_MS = 650;

  /** The three figures of one area in one year; null where the answer does not have that year. */
  function at(rows, years, year) {
    const n = years.indexOf(year);
    return rows && n >= 0 ? rows.map((row) => row[n]) : null;
  }

  function shade(cuts, value) {
    if (value === null || value === undefined) return 0;
    let n = 0;
    while (n < cuts.limits.length && value > cuts.limits[n]) n += 1;
    return cuts.shades[n];
  }

  /** Whether nobody can tell if it goes up or down. */
  const unsure = (range) => Boolean(range) && range[0] < 0 && range[2] > 0;

  class MapSide {
    constructor(room) {
      this.room = room;
      this.sent = {};
      this.bar = this.makeBar();
      this.under = this.makeUnder();
      this.swipe = new page.Swipe(this);
    }

    makeBar() {
      const { room } = this;
      const { t } = room;
      const groups = [["energy", t("Energy")], ["circular", t("Waste and materials")]];
      this.output = el("select", { class: "rs-select", id: "scenarios-output", onchange: () => room.go({ output: this.output.value }) },
        groups.map(([theme, label]) => el("optgroup", { label }, room.start.outputs.filter((each) => each.theme === theme).map((each) => option(each.id, each.name)))));
      this.views = [["difference", t("Change")], ["absolute", t("Value")], ["circles", t("Circles")]].map(([view, text]) =>
        el("button", { type: "button", "data-view": view, text, onclick: () => room.go({ view }) }));
      this.other = el("select", { class: "rs-select", id: "scenarios-other", onchange: () => room.go({ other: this.other.value }) });
      return el("div", { class: "scenarios-bar" },
        el("div", { class: "scenarios-field wide" }, el("label", { class: "rs-label", for: "scenarios-output", text: t("Show") }), this.output),
        el("div", { class: "scenarios-segment", role: "group", "aria-label": t("Show as") }, this.views),
        el("div", { class: "scenarios-field" }, el("label", { class: "rs-label", for: "scenarios-other", text: t("Swipe against") }), this.other));
    }

    makeUnder() {
      const { room } = this;
      const { t } = room;
      const [first, last] = [room.start.years[0], room.start.years[room.start.years.length - 1]];
      const turn = (by) => () => room.go({ year: Math.min(last, Math.max(first, room.state.year + by)) });
      this.year = el("input", { type: "range", id: "scenarios-year", min: String(first), max: String(last), step: "1" });
      this.year.addEventListener("input", () => room.go({ year: Number(this.year.value) }));
      this.said = el("output", { class: "scenarios-year-says", for: "scenarios-year" });
      this.playing = null;
      this.play = el("button", { type: "button", class: "rs-button", onclick: () => (this.playing ? this.pause() : this.run()) });
      this.readings = el("div", {});
      return el("div", { class: "scenarios-under" },
        el("div", { class: "scenarios-years" },
          el("label", { class: "rs-label", for: "scenarios-year", text: t("Year") }), this.said,
          el("div", { class: "mix-drag" },
            el("button", { type: "button", class: "mix-step", "aria-label": t("One year earlier"), text: "−", onclick: turn(-1) }), this.year,
            el("button", { type: "button", class: "mix-step", "aria-label": t("One year later"), text: "+", onclick: turn(1) })), this.play),
        this.readings);
    }

    run() {
      const { years } = this.room.start;
      const last = years[years.length - 1];
      if (this.room.state.year >= last) this.room.go({ year: this.room.start.base });
      this.playing = window.setInterval(() => {
        if (this.room.state.year >= last || !this.year.isConnected) return this.pause();
        return this.room.go({ year: this.room.state.year + 1 });
      }, PLAY_MS);
      this.update();
    }

    pause() {
      window.clearInterval(this.playing);
      this.playing = null;
      this.update();
    }

    /** Whether the answer has a figure for any district on the map. */
    told(answer) { return this.room.start.areas.some((area) => area.id in answer.areas); }

    /** Whether amounts are drawn as circles: only what can be added up has a size. */
    circling() {
      const { state } = this.room;
      return state.view === "circles" && this.room.output(state.output).total;
    }

    /** What a layer is coloured and named by; shapes are not in it. */
    hideout(answer, kind, cuts) {
      const { room } = this;
      const { t } = room;
      const output = room.output(room.state.output);
      const areas = {};
      for (const [area, told] of Object.entries(answer.areas)) {
        const range = kind === "none" ? [0, 0, 0] : at(told[kind], answer.areaYears, room.state.year);
        const doubt = kind === "change" && unsure(range);
        const text = range ? room.f.told(range, output, kind === "change") : t("no figure");
        const colour = this.circling() ? "same" : shade(cuts, range && range[1]);
        areas[area] = [range ? colour : 0, room.areaName(area), doubt ? `${text} · ${t("may go either way")}` : text, doubt];
      }
      return { areas, own: "", focus: Object.keys(areas)[0] || null, chosen: null };
    }

    paint(layer, hideout) {
      const key = JSON.stringify(hideout);
      if (this.sent[layer] === key) return;
      this.sent[layer] = key;
      dc.set_props(LAYERS[layer], { hideout });
    }

    kinds() {
      const change = this.room.state.view === "difference";
      return { kind: change ? "change" : "scenario", cuts: change ? "difference" : "absolute" };
    }

    update() {
      const { room } = this;
      const { state, answer, t } = room;
      this.output.value = state.output;
      for (const each of this.views) {
        mark(each, "aria-pressed", each.dataset.view === (state.view === "circles" && !this.circling() ? "absolute" : state.view));
        if (each.dataset.view === "circles") each.hidden = !room.output(state.output).total;
      }
      if (this.year.value !== String(state.year)) this.year.value = String(state.year);
      put(this.said, String(state.year));
      put(this.play, this.playing ? t("Pause") : t("Play the years"));
      this.others();
      if (!answer || !answer.cuts) return;
      const { kind, cuts } = this.kinds();
      this.paint("own", this.hideout(answer, kind, answer.cuts[cuts]));
      page.circles.draw(this.circling() ? page.circles.features(room, answer, at) : []);
      this.swipe.update(kind, answer.cuts[cuts]);
      page.legend.draw(this, answer.cuts[cuts], kind);
      this.drawReadings(answer, kind);
    }

    others() {
      const { room } = this;
      const { t } = room;
      const list = [["", t("nothing")], ["baseline", t("Today's course")], ...room.compared.map((each) => [each.id, each.name])];
      const key = JSON.stringify(list);
      if (this.listed !== key) {
        this.listed = key;
        this.other.replaceChildren(...list.map(([id, name]) => option(id, name)));
      }
      this.other.value = room.state.other;
      this.other.disabled = this.circling();
    }

    drawReadings(answer, kind) {
      const { room } = this;
      const { t, f } = room;
      const output = room.output(room.state.output);
      const make = () => table(t("The map as a table"), [t("Area"), t("Today's course"), t("This mix"), t("Change")],
        Object.entries(answer.areas).map(([area, told]) => [room.areaName(area), ...["baseline", "scenario", "change"].map((each) => {
          const range = at(told[each], answer.areaYears, room.state.year);
          return range ? f.told(range, output, each === "change") : "–";
        })]));
      const key = `${room.version}·${output.id}·${room.state.year}·${kind}`;
      if (this.read === key) return;
      this.read = key;
      this.readings.replaceChildren(asTable("map", t("The map as a table"), make));
    }
  }

  Object.assign(page, { MapSide, at, unsure });
})();
