/* Today's stations: which are taken away and which are kept, and who has one near before and after. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, mark, button, post, table, asTable, spots } = page;
  const REST_MS = 300;
  const FEW = 6; // as many lines as are open from the start
  const same = (one, other) => one[0] === other[0] && one[1] === other[1];

  class Today {
    constructor(panel) {
      this.panel = panel;
      this.rows = new Map();
      this.element = el("div", { class: "spots-today" }, ...(panel.known.today === null ? this.unknown() : this.known()));
    }

    unknown() {
      const { t, start, city } = this.panel.room;
      const bring = start.may.save && el("a", { href: `/import?city=${city}`, text: t("Bring the municipality's list") });
      return [el("p", {}, `${t("Stations today")}: `, el("em", { text: t("not reported") }), ". ", bring)];
    }

    known() {
      const { panel } = this;
      const { t } = panel.room;
      const { today } = panel.known;
      this.many = el("summary", {});
      this.all = button(t("Keep all"), () => this.set([]), "quiet");
      this.astray = el("p", { class: "soft", hidden: true });
      const list = el("ul", { class: "spots-list" }, today.map((each) => this.line(each)));
      const said = t("Take one away here or on the map. To move it, take it away and put a new one elsewhere.");
      const listed = el("details", { class: "spots-standing", open: today.length <= FEW }, this.many, el("p", { class: "soft", text: said }), list, this.all);
      this.near = new Near(panel);
      return [this.near.element, listed, this.astray];
    }

    line(station) {
      const { panel } = this;
      const toggle = el("button", { type: "button", class: "rs-button", onclick: () => this.toggle(station.place) });
      const name = el("span", {}, this.nameOf(station), station.name && el("small", { class: "soft", text: panel.room.areaName(station.area) }));
      const item = el("li", {}, name, toggle);
      this.rows.set(station, { item, toggle });
      return item;
    }

    nameOf(station) { return station.name || this.panel.room.areaName(station.area); }

    gone(place) { return this.panel.closed().some((each) => same(each, place)); }

    toggle(place) {
      const { panel } = this;
      const { t } = panel.room;
      const away = !this.gone(place);
      if (away && panel.closed().length >= panel.known.most_closed) return panel.say(t("No more than {about} stations can be taken away in one mix.", { about: panel.known.most_closed }));
      this.set(away ? [...panel.closed(), place] : panel.closed().filter((each) => !same(each, place)));
      const station = panel.known.today.find((each) => same(each.place, place));
      return panel.say(away ? t("Taken away: {name}.", { name: this.nameOf(station) }) : t("Kept: {name}.", { name: this.nameOf(station) }));
    }

    set(closed) {
      this.panel.into({ closed });
      this.panel.changed();
    }

    update() {
      const { panel } = this;
      const { t } = panel.room;
      const { today } = panel.known;
      if (!today) return;
      const closed = panel.closed();
      const away = today.filter((each) => this.gone(each.place)).length;
      put(this.many, away ? t("Stations today: {n}, of which {m} taken away", { n: today.length, m: away }) : t("Stations today: {n}", { n: today.length }));
      this.all.hidden = away < 2;
      this.astray.hidden = closed.length === away;
      put(this.astray, t("Not on today's list any more, and passed over: {n}.", { n: closed.length - away }));
      for (const [station, { item, toggle }] of this.rows) {
        const gone = this.gone(station.place);
        item.classList.toggle("gone", gone);
        put(toggle, gone ? t("Keep") : t("Take away"));
        mark(toggle, "aria-label", `${gone ? t("Keep") : t("Take away")}: ${this.nameOf(station)}`);
      }
      this.near.update();
    }
  }

  /** Who has a station near, today and with this mix. */
  class Near {
    constructor(panel) {
      this.panel = panel;
      this.asked = 0;
      this.element = el("div", { class: "spots-near", role: "status", hidden: true });
    }

    update() {
      const { panel } = this;
      const { level, places = [], closed = [] } = panel.held();
      const asked = { level: Math.round(level), places, closed, walk: panel.walk };
      const key = JSON.stringify(asked);
      if (this.key === key) return;
      this.key = key;
      window.clearTimeout(this.resting);
      this.resting = window.setTimeout(() => this.ask(asked), REST_MS);
    }

    async ask(asked) {
      const { t, city } = this.panel.room;
      this.asked += 1;
      const mine = this.asked;
      const told = await post(`/scenarios/${city}/places/near`, asked, t);
      if (mine === this.asked) this.tell(told, asked);
    }

    tell(told, { level, closed, walk }) {
      const { room } = this.panel;
      const { t, f, city } = room;
      this.element.hidden = told.ok && !told.whole.before;
      if (!told.ok) return this.element.replaceChildren(el("p", { class: "scenarios-refusal", text: told.text }));
      if (!told.whole.before) return undefined;
      const share = { unit: "%", decimals: 0 };
      const touched = level > 0 || closed.length > 0;
      const label = t("People with a station within {n} m", { n: f.number(walk, 0) });
      const figure = (name, range) => el("div", {}, el("dt", { text: name }), el("dd", { text: f.told(range, share) }));
      const rows = () => table(label, [t("Area"), t("Today"), t("This mix")], Object.entries(told.districts).map(([area, near]) =>
        [room.areaName(area), f.told(near.before, share), f.told(near.after, share)]));
      return this.element.replaceChildren(...[
        el("p", { class: "spots-label", text: label }),
        el("dl", { class: "scenarios-figures" }, figure(t("Today"), told.whole.before), touched && figure(t("This mix"), told.whole.after)),
        touched && asTable(`near-${city}`, t("By district"), rows)].filter(Boolean));
    }
  }

  Object.assign(spots, { Today, same });
})();
