/* Places for recycling stations: the panel in which they are collected, compared and taken into the mix. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, mark, button, ask, post, spots } = page;
  const { same } = spots;
  const MEASURE = "recycling_stations";
  const MOST = 200; // places that can be compared

  let opens = null;

  /** The button at the measure's slider. */
  function opener(room) {
    opens = button(room.t("Choose places"), () => room.spots.open(), "quiet");
    opens.classList.add("spots-opens");
    return opens;
  }

  class Spots {
    constructor(room) {
      Object.assign(this, { room, known: null, found: null, asked: 0, way: "map", key: `radslag-places-${room.city}` });
      Object.assign(this, { among: [], count: 3, walk: 0 }, this.kept());
      this.element = el("section", { class: "rs-card scenarios-spots", "aria-labelledby": "spots-title", hidden: true });
      this.signs = new spots.Signs(room);
      spots.draw([]);
      spots.tapped = (place) => this.shut() || this.way !== "map" || this.add([place]);
      spots.moved = (at, place) => this.move(at, place);
      spots.toggled = (place) => this.shut() || this.today.toggle(place);
      spots.entered = (area) => this.shut() || this.way !== "map" || this.add([this.known.middles[area]]);
    }

    /** Closed, or not there yet. */
    shut() { return this.element.hidden || !this.title; }

    /* What was collected stays with this tab: a reload, or another language, loses nothing. */
    kept() {
      try { return JSON.parse(window.sessionStorage.getItem(this.key)) || {}; } catch { return {}; }
    }

    keep() {
      const { among, count, walk } = this;
      try { window.sessionStorage.setItem(this.key, JSON.stringify({ among, count, walk })); } catch { /* private windows keep nothing */ }
    }

    /** The measure as it stands in the mix. */
    held() { return this.room.state.mix[MEASURE] || { level: 0 }; }

    /** The places of the mix that are built: no more than the slider says. */
    placed() {
      const { level, places } = this.held();
      return places ? places.slice(0, Math.round(level)) : [];
    }

    /** Those of today's that the mix takes away. */
    closed() { return this.held().closed || []; }

    async open() {
      this.show(true);
      if (!this.title) {
        const told = await ask(`/scenarios/${this.room.city}/places`, this.room.t);
        const text = told.ok === false ? told.text : Object.keys(told.middles).length ? "" : this.room.t("Nobody has told where people live here, district by district. So places cannot be compared.");
        if (text) {
          const back = this.back();
          this.element.replaceChildren(back, el("p", { class: "scenarios-refusal", role: "alert", text }));
          return back.firstElementChild.focus();
        }
        this.known = told;
        this.walk = this.walk || told.walk;
        this.make();
      }
      this.title.focus();
      if (!this.among.length && this.placed().length) await this.add(this.placed());
      return this.changed();
    }

    show(open) {
      this.element.hidden = !open;
      this.room.mix.element.hidden = open;
      this.update();
      if (!open) opens.focus();
    }

    back() {
      return el("p", { class: "spots-back" }, button(`‹ ${this.room.t("All measures")}`, () => this.show(false), "quiet"));
    }

    make() {
      const { t } = this.room;
      this.title = el("h2", { id: "spots-title", tabindex: "-1", text: t("Places for recycling stations") });
      this.today = new spots.Today(this);
      this.said = el("p", { class: "spots-said", role: "status" });
      this.many = el("h3", {});
      this.list = new spots.List(this);
      this.told = el("div", { class: "spots-told", role: "status" });
      this.mixed = el("div", { class: "spots-mixed", role: "status" });
      this.element.replaceChildren(
        this.back(), this.title,
        el("p", { class: "soft", text: t("Collect places where a station could stand. The twin then finds those that come nearest to people.") }),
        this.mixed, this.today.element, el("h3", { text: t("New places") }),
        new spots.Ways(this).element, this.said, this.many, this.list.element, this.form(), this.told);
    }

    form() {
      const { t } = this.room;
      const number = (id, value, most, step, take) => {
        const made = el("input", { class: "rs-input", type: "number", id, min: step, max: most, step, value });
        made.addEventListener("input", () => { take(Math.round(Number(made.value))); this.changed(); });
        return made;
      };
      const count = number("spots-count", this.count, this.known.most, 1, (value) => { this.count = value; });
      const walk = number("spots-walk", this.walk, 10000, 50, (value) => { this.walk = value; });
      this.go = button(t("Find the best places"), () => this.find(), "primary");
      return el("div", { class: "spots-form" }, page.field(t("How many stations"), count), page.field(t("Near is within (m)"), walk), this.go);
    }

    say(text) { put(this.said, text); }

    /** More candidates; `areas` are their districts, where the server has told them already. */
    async add(places, areas) {
      const { t, city } = this.room;
      const fresh = places.map(spots.rounded).map((place, n) => ({ place, area: areas && areas[n] })).filter((each, n, all) =>
        !this.among.some((held) => same(held.place, each.place)) && all.findIndex((other) => same(other.place, each.place)) === n);
      if (!fresh.length) return this.say(t("That is on the list already."));
      if (this.among.length + fresh.length > MOST) return this.say(t("No more than {about} places can be compared. Take one kind of pins, or remove some.", { about: MOST }));
      const told = areas ? { ok: true, areas: fresh.map((each) => each.area) } : await post(`/scenarios/${city}/places/where`, { places: fresh.map((each) => each.place) }, t);
      if (!told.ok) return this.say(told.text);
      const inside = fresh.map((each, n) => ({ place: each.place, area: told.areas[n] })).filter((each) => each.area);
      this.among = [...this.among, ...inside];
      if (!inside.length) this.say(t("That lies outside the city, so it was not taken."));
      else this.say(inside.length === 1 ? t("Added: {name}.", { name: this.room.areaName(inside[0].area) }) : t("{n} places added.", { n: inside.length }));
      return this.changed();
    }

    async move(at, place) {
      const { t, city } = this.room;
      const there = spots.rounded(place);
      const told = await post(`/scenarios/${city}/places/where`, { places: [there] }, t);
      if (told.ok && told.areas[0]) {
        this.among = this.among.map((each, n) => (n === at ? { place: there, area: told.areas[0] } : each));
        this.say(t("Moved: {name}.", { name: this.room.areaName(told.areas[0]) }));
      } else {
        this.say(told.ok ? t("That lies outside the city, so it stays where it was.") : told.text);
      }
      spots.draw([]); // a mark that was dragged goes to where its place is now
      this.changed();
    }

    remove(at) {
      this.among = this.among.filter((_, n) => n !== at);
      this.say("");
      this.changed();
    }

    clear() {
      this.among = [];
      this.say("");
      this.changed();
      this.title.focus();
    }

    /** Another question: what was found for the last one goes. */
    changed() {
      this.asked += 1;
      this.found = null;
      if (this.told) this.told.replaceChildren();
      this.keep();
      this.update();
    }

    async find() {
      const { t, city } = this.room;
      const { among, count, walk } = this;
      this.changed();
      const mine = this.asked;
      put(this.told, t("Searching …"));
      const told = await post(`/scenarios/${city}/places/best`, { among: among.map((each) => each.place), count, walk, closed: this.closed() }, t);
      if (mine !== this.asked) return;
      this.found = told.ok ? told : null;
      this.told.replaceChildren(...(told.ok ? spots.answer(this, told) : [el("p", { class: "scenarios-refusal", text: told.text })]));
      this.update();
      this.told.scrollIntoView({ block: "nearest" });
    }

    into(patch) {
      this.room.change(MEASURE, patch);
      this.update();
    }

    update() {
      const { t } = this.room;
      const placed = this.placed();
      const away = this.closed();
      const said = [placed.length && t("Places chosen: {n}", { n: placed.length }), away.length && t("taken away: {n}", { n: away.length })].filter(Boolean);
      put(opens, said.join(" · ") || t("Choose places"));
      const open = !this.shut();
      const chosen = open && this.found ? this.found.places : placed;
      const gone = (place) => ({ place, kind: "gone", label: "", text: t("Taken away") });
      const marks = open ? spots.marks(this, chosen) : away.map(gone);
      const drawn = [...marks, ...chosen.map((place, n) => ({ place, kind: "new", label: String(n + 1), text: t("New station {n}", { n: n + 1 }) }))];
      spots.draw(drawn);
      this.signs.update(new Set(drawn.map((each) => each.kind)));
      if (!open) return;
      put(this.many, t("Possible places: {n}", { n: this.among.length }));
      this.list.update();
      this.today.update();
      spots.mixed(this, placed);
      if (!this.found) return;
      const held = JSON.stringify(placed) === JSON.stringify(this.found.places);
      put(this.use, held ? t("These are in the mix") : t("Use these in the mix"));
      mark(this.use, "aria-disabled", held);
    }
  }

  Object.assign(spots, { MEASURE, opener, Spots });
})();
