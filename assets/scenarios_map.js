/* The map of a scenario: which output, which year, its value or its change, and swiping between two. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, mark, option, asTable, table } = page;
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const LAYERS = { own: "scenarios-map-areas", other: "scenarios-map-other" };
  const PLAY_MS = 650;
  const STEP = 5; // per cent of the map, with the keyboard and the buttons

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
      this.divide = 50;
      this.sent = {};
      this.bar = this.makeBar();
      this.under = this.makeUnder();
      this.makeSwipe();
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

    /* The line that divides the map: a slider below it for keys, and the line itself to drag. */
    makeSwipe() {
      const { t } = this.room;
      const move = (value) => { this.divide = Math.min(100, Math.max(0, value)); this.clip(); };
      this.slider = el("input", { type: "range", id: "scenarios-divide", min: "0", max: "100", step: "1" });
      this.slider.addEventListener("input", () => move(Number(this.slider.value)));
      this.line = el("div", { class: "swipe-line", "aria-hidden": "true" }, el("span", { class: "swipe-grip", text: "⇆" }));
      this.line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.line.setPointerCapture(event.pointerId);
        const box = this.line.parentElement.getBoundingClientRect();
        this.line.onpointermove = (each) => move((100 * (each.clientX - box.left)) / box.width);
      });
      this.line.addEventListener("pointerup", () => { this.line.onpointermove = null; });
      this.left = el("span", { class: "swipe-name left" });
      this.right = el("span", { class: "swipe-name right" });
      const step = (sign, label, by) => el("button", { type: "button", class: "mix-step", "aria-label": label, text: sign, onclick: () => move(this.divide + by) });
      this.over = el("div", { class: "swipe-over" }, this.left, this.right, this.line);
      this.handles = el("div", { class: "swipe-handles" }, el("label", { class: "rs-label", for: "scenarios-divide", text: t("Divide the map") }),
        el("div", { class: "mix-drag" }, step("−", t("Divide further left"), -STEP), this.slider, step("+", t("Divide further right"), STEP)));
      const box = document.getElementById("scenarios-swipe");
      box.hidden = true;
      box.replaceChildren(this.over, this.handles);
      new MutationObserver(() => this.clip()).observe(document.getElementById("scenarios-map").closest(".map-frame"), { subtree: true, attributes: true, attributeFilter: ["style"] });
      new ResizeObserver(() => this.clip()).observe(document.getElementById("scenarios-map"));
    }

    /** The second layer is seen right of the line only. */
    clip() {
      const { t } = this.room;
      const map = document.getElementById("scenarios-map");
      const pane = map && map.querySelector(".leaflet-scenarios-map-other-pane");
      if (!pane) return;
      const swiping = this.swiping();
      if (pane.hidden === swiping) pane.hidden = !swiping;
      if (!swiping) return;
      const frame = map.getBoundingClientRect();
      const shift = pane.parentElement.getBoundingClientRect();
      const x = frame.left + (frame.width * this.divide) / 100 - shift.left;
      const path = `polygon(${x}px -9999px, 9999px -9999px, 9999px 9999px, ${x}px 9999px)`;
      if (this.path !== path) {
        this.path = path;
        pane.style.clipPath = path;
      }
      this.line.style.left = `${this.divide}%`;
      if (this.slider.value !== String(Math.round(this.divide))) this.slider.value = String(Math.round(this.divide));
      mark(this.slider, "aria-valuetext", t("{n}% of the map shows {name}", { n: Math.round(this.divide), name: this.left.textContent }));
    }

    /** Circles tell today's course beside the mix, and a plain map tells nothing: neither is swiped. */
    swiping() {
      const { state, answer } = this.room;
      return state.other !== "" && !this.circling() && Boolean(answer) && this.told(answer);
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
      this.second(kind, answer.cuts[cuts]);
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

    second(kind, cuts) {
      const { room } = this;
      const swiping = this.swiping();
      document.getElementById("scenarios-swipe").hidden = !swiping;
      if (swiping) {
        const found = room.otherAnswer();
        const today = kind === "change" ? "none" : "baseline";
        const shown = room.state.other === "baseline" ? today : kind;
        if (found) this.paint("other", this.hideout(found, shown, cuts));
        put(this.left, room.name());
        put(this.right, room.otherName());
      }
      this.clip();
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
