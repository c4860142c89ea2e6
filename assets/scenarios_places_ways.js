/* How places get on the list: on the map, typed, or from the pins of a workshop; and the list itself. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, mark, button, option, field, get, spots } = page;

  class Ways {
    constructor(panel) {
      this.panel = panel;
      const { t, start } = panel.room;
      this.names = { map: t("On the map"), type: t("Type"), ...(start.may.save ? { pins: t("From pins") } : {}) };
      this.tabs = Object.entries(this.names).map(([way, text]) => el("button", { type: "button", text, "data-way": way, onclick: () => this.go(way) }));
      this.body = el("div", { class: "spots-way" });
      this.element = el("div", {}, el("div", { class: "scenarios-segment", role: "group", "aria-label": t("Add places") }, this.tabs), this.body);
      this.go("map");
    }

    go(way) {
      const { t } = this.panel.room;
      this.panel.way = way;
      for (const tab of this.tabs) mark(tab, "aria-pressed", tab.dataset.way === way);
      const said = t("Click or tap the map. Drag a ring to move it.");
      const none = !this.names.pins && el("p", { class: "soft", text: t("Those who work with the results can also use the pins of a workshop. Sign in for that.") });
      const bodies = { map: () => [el("p", { text: said }), this.there(), none], type: () => this.typing(), pins: () => [new Pins(this.panel).element] };
      this.body.replaceChildren(...bodies[way]().filter(Boolean));
    }

    /** On a narrow screen the map lies further down. */
    there() {
      const go = () => {
        const map = document.getElementById("scenarios-map");
        map.scrollIntoView({ block: "center" });
        map.focus({ preventScroll: true });
      };
      const made = button(this.panel.room.t("Go to the map"), go);
      made.classList.add("spots-there");
      return made;
    }

    typing() {
      const { panel } = this;
      const { t, start } = panel.room;
      const text = el("input", { class: "rs-input", id: "spots-typed", autocomplete: "off", placeholder: "62.4713, 6.1535" });
      const take = () => {
        const place = spots.typed(text.value);
        if (!place) return panel.say(t("Write north and east in degrees, such as 62.4713, 6.1535."));
        text.value = "";
        return panel.add([place]);
      };
      text.addEventListener("keydown", (event) => { if (event.key === "Enter") take(); });
      const areas = start.areas.filter((each) => panel.known.middles[each.id]);
      const area = el("select", { class: "rs-select", id: "spots-area" }, areas.map((each) => option(each.id, each.name)));
      const row = (...parts) => el("div", { class: "spots-row" }, ...parts);
      return [
        row(field(t("Position (north, east)"), text), button(t("Add"), take)),
        areas.length > 0 && row(field(t("In the middle of a district"), area), button(t("Add"), () => panel.add([panel.known.middles[area.value]]))),
      ];
    }
  }

  /** Which workshop, which step, and which kind of pins. */
  class Pins {
    constructor(panel) {
      this.panel = panel;
      this.element = el("div", {}, el("p", { text: panel.room.t("One moment …") }));
      this.begin();
    }

    async begin() {
      const { t, city } = this.panel.room;
      const told = await get(`/scenarios/${city}/pins`);
      if (!told) return this.element.replaceChildren(el("p", { class: "scenarios-refusal", text: t("The workshops cannot be read. Sign in again, or try again in a moment.") }));
      if (!told.workshops.length) return this.element.replaceChildren(el("p", { text: t("No workshop of this city has asked for pins yet.") }));
      this.workshops = told.workshops;
      this.workshop = el("select", { class: "rs-select", id: "spots-workshop", onchange: () => this.steps() }, this.workshops.map((each) => option(each.id, `${each.title}, ${each.day}`)));
      this.step = el("select", { class: "rs-select", id: "spots-step" });
      this.element.replaceChildren(field(t("Workshop"), this.workshop), field(t("Step and kind of pins"), this.step),
        el("p", { class: "soft", text: t("Approved pins only, as they may be published: one that lies alone stands in the middle of a square of 100 m. Words and people stay behind.") }),
        button(t("Use these pins"), () => this.take()));
      return this.steps();
    }

    steps() {
      const { t } = this.panel.room;
      const { steps } = this.workshops.find((each) => each.id === this.workshop.value);
      const line = (step, kind, name, pins) => option(`${step}~${kind}`, t("{name} ({n})", { name, n: pins }));
      this.step.replaceChildren(...steps.map(({ step, title, kinds }) => el("optgroup", { label: title },
        kinds.length > 1 && line(step, "", t("all kinds"), kinds.reduce((sum, kind) => sum + kind.pins, 0)),
        kinds.map((kind) => line(step, kind.id, kind.name, kind.pins)))));
    }

    async take() {
      const { panel } = this;
      const { t, city } = panel.room;
      const [step, kind] = this.step.value.split("~");
      const query = new URLSearchParams({ step, kind });
      const told = await page.ask(`/scenarios/${city}/pins/${this.workshop.value}?${query}`, t);
      if (!told.ok) return panel.say(told.text);
      await panel.add(told.places, told.areas);
      if (told.outside) panel.say(`${panel.said.textContent} ${t("Outside the city, and left out: {n}.", { n: told.outside })}`);
      return undefined;
    }
  }

  /** Every candidate as a line: its district, its position to be changed, and a button to remove it. */
  class List {
    constructor(panel) {
      this.panel = panel;
      this.lines = el("ol", { class: "spots-list" });
      this.none = el("p", { class: "soft", text: panel.room.t("None yet.") });
      this.all = button(panel.room.t("Remove all"), () => panel.clear(), "quiet");
      this.element = el("div", {}, this.none, this.lines, this.all);
    }

    update() {
      const { among } = this.panel;
      const key = JSON.stringify(among);
      if (this.key === key) return;
      this.key = key;
      this.none.hidden = among.length > 0;
      this.lines.hidden = !among.length;
      this.all.hidden = among.length < 2;
      this.lines.replaceChildren(...among.map((each, at) => this.line(each, at)));
    }

    line({ place, area }, at) {
      const { panel } = this;
      const { t } = panel.room;
      const name = panel.room.areaName(area);
      const input = el("input", { class: "rs-input", value: spots.shown(place), autocomplete: "off", "aria-label": t("Position of place {n}, {name}", { n: at + 1, name }) });
      input.addEventListener("change", () => {
        const there = spots.typed(input.value);
        if (there) return panel.move(at, there);
        input.value = spots.shown(place);
        return panel.say(t("Write north and east in degrees, such as 62.4713, 6.1535."));
      });
      const gone = () => {
        panel.remove(at);
        const next = this.lines.querySelectorAll("button")[Math.min(at, panel.among.length - 1)];
        (next || panel.title).focus();
      };
      return el("li", {}, el("span", { text: name }), input, el("button", { type: "button", class: "mix-step", text: "×", "aria-label": t("Remove place {n}, {name}", { n: at + 1, name }), onclick: gone }));
    }
  }

  Object.assign(spots, { Ways, List });
})();
