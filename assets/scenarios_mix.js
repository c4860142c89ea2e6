/* The measures: a slider each, with buttons, what it means on the ground, when it starts and where. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, mark, button, option } = page;
  const THEMES = ["energy", "circular"];

  const near = (value, step) => Math.round(value / step) * step;

  function divisor(a, b) {
    return b ? divisor(b, a % b) : a;
  }

  /** 0.25 → [1, 4]; shares are whole twentieths, or hundredths where they are not. */
  function parts(share) {
    const whole = Math.abs(share * 20 - Math.round(share * 20)) < 1e-6 ? 20 : 100;
    const count = Math.round(share * whole);
    const by = divisor(count, whole) || 1;
    return [count / by, whole / by];
  }

  class Mix {
    constructor(room) {
      this.room = room;
      this.rows = new Map();
      const { t } = room;
      this.start = el("select", { class: "rs-select", id: "scenarios-start", onchange: () => room.startFrom(this.start.value) });
      this.tabs = THEMES.map((theme) => el("button", { type: "button", "data-theme": theme, onclick: () => room.go({ theme }) }));
      this.lists = Object.fromEntries(THEMES.map((theme) => [theme, el("div", { class: "scenarios-measures" })]));
      for (const measure of room.start.measures) {
        const row = new Row(room, measure);
        this.rows.set(measure.id, row);
        this.lists[measure.theme].append(row.element);
      }
      this.wait = el("p", { class: "rs-note scenarios-wait", hidden: true });
      this.element = el("section", { class: "rs-card scenarios-mix", "aria-label": t("What we do") },
        el("h2", { text: t("What we do") }),
        el("div", { class: "scenarios-field" }, el("label", { class: "rs-label", for: "scenarios-start", text: t("Start from") }), this.start),
        this.wait,
        el("div", { class: "scenarios-segment", role: "group", "aria-label": t("Theme") }, this.tabs),
        Object.values(this.lists),
        el("div", { class: "scenarios-row scenarios-mix-end" },
          button(t("Save as scenario"), () => page.saveDialog(room), "primary"),
          button(t("Start over"), () => room.startFrom("baseline"), "quiet")));
    }

    update() {
      const { room } = this;
      const { t } = room;
      const names = { energy: t("Energy"), circular: t("Waste and materials") };
      for (const tab of this.tabs) {
        const theme = tab.dataset.theme;
        const many = room.chosen().filter((each) => room.measure(each.measure).theme === theme).length;
        put(tab, many ? `${names[theme]} (${many})` : names[theme]);
        mark(tab, "aria-pressed", room.state.theme === theme);
        this.lists[theme].hidden = room.state.theme !== theme;
      }
      const ready = room.ready();
      this.wait.hidden = ready;
      put(this.wait, ready ? "" : t("The sliders wait until the model is ready. Until then you see what is known without it."));
      for (const row of this.rows.values()) row.update(ready);
      this.offers();
    }

    /** What one can start from; the list is made anew only when it has changed. */
    offers() {
      const { room } = this;
      const { t } = room;
      const { ready, saved } = room.start;
      const key = JSON.stringify([ready.length, saved.map((each) => each.id + each.version)]);
      if (this.offered !== key) {
        this.offered = key;
        const group = (label, list) => list.length && el("optgroup", { label }, list.map((each) => option(each.id, each.name)));
        this.start.replaceChildren(...[
          option("own", t("My own mix")),
          option("baseline", t("Today's course, no measures")),
          group(t("Ready scenarios"), ready),
          group(t("Saved scenarios"), saved),
        ].filter(Boolean));
      }
      this.start.value = room.state.from || "own";
    }
  }

  class Row {
    constructor(room, measure) {
      Object.assign(this, { room, measure });
      const { t } = room;
      const id = `mix-${measure.id}`;
      this.says = el("output", { class: "mix-says", for: id });
      this.ground = el("summary", { class: "mix-ground" });
      this.input = el("input", { type: "range", id, min: "0", max: String(measure.highest), step: String(measure.step), "aria-describedby": `${id}-ground` });
      this.ground.id = `${id}-ground`;
      this.input.addEventListener("input", () => this.set(Number(this.input.value)));
      this.less = this.step("−", t("Less: {name}", { name: measure.name }), -1);
      this.more = this.step("+", t("More: {name}", { name: measure.name }), 1);
      this.from = el("select", { class: "rs-select", id: `${id}-start`, onchange: () => room.change(measure.id, { start: Number(this.from.value) }) },
        room.startYears().map((year) => option(String(year), String(year))));
      this.element = el("div", { class: "mix-row", "data-measure": measure.id },
        el("div", { class: "mix-top" }, el("label", { for: id, text: measure.name }), this.says),
        el("div", { class: "mix-drag" }, this.less, this.input, this.more),
        this.details(id),
        measure.id === page.spots.MEASURE && page.spots.opener(room));
    }

    step(sign, label, way) {
      const move = () => {
        if (made.getAttribute("aria-disabled") === "true") return;
        this.set(near(this.level() + way * this.measure.step, this.measure.step));
      };
      const made = el("button", { type: "button", class: "mix-step", "aria-label": label, text: sign, onclick: move });
      return made;
    }

    details(id) {
      const { room, measure } = this;
      const { t } = room;
      const inner = el("div", { class: "mix-inner" },
        el("p", { class: "soft", text: measure.about }),
        el("div", { class: "scenarios-field mix-start" }, el("label", { class: "rs-label", for: `${id}-start`, text: t("Starts in") }), this.from));
      if (measure.by_area && room.start.areas.length > 1) inner.append(this.reach(id));
      return el("details", { class: "mix-more" }, this.ground, inner);
    }

    reach(id) {
      const { room, measure } = this;
      const { t } = room;
      this.boxes = room.start.areas.map((area) => el("input", { type: "checkbox", value: area.id, id: `${id}-${area.id}`, onchange: () => {
        const held = this.boxes.filter((box) => box.checked).map((box) => box.value);
        room.change(measure.id, { areas: held.length === this.boxes.length ? [] : held });
      } }));
      const rows = this.boxes.map((box, n) => el("label", { class: "mix-area" }, box, el("span", { text: room.start.areas[n].name })));
      const whole = button(t("The whole city"), () => room.change(measure.id, { areas: [] }), "quiet");
      return el("fieldset", { class: "mix-reach" }, el("legend", { class: "rs-label", text: t("Where") }), whole, el("div", { class: "mix-areas" }, rows));
    }

    level() {
      const held = this.room.state.mix[this.measure.id];
      return held ? held.level : 0;
    }

    set(level) {
      const kept = Math.min(this.measure.highest, Math.max(0, level));
      this.room.change(this.measure.id, { level: Number(kept.toFixed(4)) });
    }

    update(ready) {
      const { room, measure } = this;
      const held = room.state.mix[measure.id] || { level: 0, start: room.start.earliest, areas: [] };
      if (Number(this.input.value) !== held.level) this.input.value = String(held.level);
      this.input.disabled = !ready;
      mark(this.less, "aria-disabled", !ready || held.level <= 0);
      mark(this.more, "aria-disabled", !ready || held.level >= measure.highest - 1e-9);
      this.element.classList.toggle("on", page.acts(held));
      // Where the thumb stands, for the filled part of the track.
      this.input.style.setProperty("--filled", String(held.level / measure.highest));
      const said = this.share(held);
      put(this.says, said);
      mark(this.input, "aria-valuetext", said);
      put(this.ground, this.onTheGround(held));
      if (this.from.value !== String(held.start)) this.from.value = String(held.start);
      const all = !held.areas || !held.areas.length;
      for (const box of this.boxes || []) box.checked = all || held.areas.includes(box.value);
    }

    /** "1 in 4 homes", or "3" of what is counted. */
    share({ level, closed = [] }) {
      const { t, f } = this.room;
      if (!level && !closed.length) return t("as today");
      if (this.measure.unit === "count") {
        const more = level && this.measure.ground.replace("{n}", f.number(level, 0));
        return [more, closed.length && t("taken away: {n}", { n: closed.length })].filter(Boolean).join(", ");
      }
      const [some, all] = parts(level);
      if (some === all) return this.measure.all;
      return this.measure.ground.replace("{a}", String(some)).replace("{b}", String(all));
    }

    /** "some 6 000 homes, from 2027, in 3 districts": as much of it as is known. */
    onTheGround(held) {
      const { room, measure } = this;
      const { t, f } = room;
      if (!page.acts(held)) return t("When and where");
      const said = [];
      if (measure.amount && measure.unit !== "count") {
        const many = measure.amount * held.level * room.shareOf(held.areas);
        const digits = many >= 20 ? 1 - Math.floor(Math.log10(many)) : 0;
        said.push(t("about {many} {what}", { many: f.number(many, Math.min(0, digits)), what: measure.what }));
      }
      said.push(t("from {year}", { year: held.start }));
      const many = held.areas && held.areas.length;
      if (many) said.push(many === 1 ? room.areaName(held.areas[0]) : t("in {n} districts", { n: many }));
      return said.join(" · ");
    }
  }

  page.Mix = Mix;
})();
