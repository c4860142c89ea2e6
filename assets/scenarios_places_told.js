/* What was found of the best places, what the mix holds of them, and what the marks on the map are. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, button, table, asTable, spots } = page;

  /** What was found: the places in order, who has one near then, and what nobody knows. */
  function answer(panel, told) {
    const { t, f, city } = panel.room;
    const share = { unit: "%", decimals: 0 };
    const before = (near) => (near.before ? f.told(near.before, share) : t("not reported"));
    // Without today's stations it is told who lives near a new one, not how it will be.
    const then = told.whole.before ? t("Then") : t("Near one of these");
    const label = t("People with a station within {n} m", { n: f.number(panel.walk, 0) });
    const known = Boolean(told.whole.before);
    const rows = () => table(label, [t("Area"), known && t("Today"), then].filter(Boolean), Object.entries(told.districts).map(([area, near]) =>
      [panel.room.areaName(area), known && before(near), f.told(near.after, share)].filter(Boolean)));
    const [good, ...rest] = told.text;
    panel.use = button("", () => panel.into({ level: told.places.length, places: told.places }), "primary");
    return [
      el("h3", { text: t("The best places") }),
      el("p", { class: "rs-note", text: good }),
      el("ol", { class: "spots-best" }, told.places.map((place, n) => el("li", {}, panel.room.areaName(told.areas[n]), el("span", { class: "soft", text: spots.shown(place) })))),
      el("p", { class: "spots-label", text: label }),
      el("dl", { class: "scenarios-figures" }, el("div", {}, el("dt", { text: t("Today") }), el("dd", { text: before(told.whole) })), el("div", {}, el("dt", { text: then }), el("dd", { text: f.told(told.whole.after, share) }))),
      panel.use,
      asTable(`spots-${city}`, t("By district"), rows),
      ...rest.map((text) => el("p", { class: "soft", text })),
    ];
  }

  /** Below the map. */
  class Signs {
    constructor(room) {
      this.room = room;
      this.element = el("ul", { class: "spots-key" });
      room.map.under.prepend(this.element);
    }

    /** What the marks on the map are; only those that are there. */
    update(kinds) {
      const { t } = this.room;
      const names = { new: t("New station, by how much it helps"), maybe: t("Possible place"), today: t("Station today"), gone: t("Taken away") };
      const shown = Object.keys(names).filter((kind) => kinds.has(kind));
      if (this.key === shown.join()) return;
      this.key = shown.join();
      this.element.replaceChildren(...shown.map((kind) => el("li", {}, el("span", { class: `map-station ${kind}`, "aria-hidden": "true" }, el("span", { text: kind === "new" ? "1" : "" })), names[kind])));
    }
  }

  /** Every place on the map that is not in the mix: today's, and those that are collected. */
  function marks(panel, chosen) {
    const { t } = panel.room;
    const today = (panel.known.today || []).map((each) => {
      const gone = panel.today.gone(each.place);
      const text = `${panel.today.nameOf(each)}: ${gone ? t("Taken away") : t("Station today")}`;
      return { place: each.place, kind: gone ? "gone" : "today", label: "", text };
    });
    const maybe = panel.among.map(({ place, area }, at) => ({ place, at, kind: "maybe", label: "", text: panel.room.areaName(area) }));
    return [...today, ...maybe.filter((each) => !chosen.some((place) => spots.same(place, each.place)))];
  }

  /** What the mix itself holds. */
  function mixed(panel, placed) {
    const { t } = panel.room;
    const held = panel.held();
    const key = JSON.stringify([held.level, placed]);
    if (panel.mixKey === key) return;
    panel.mixKey = key;
    const more = Math.round(held.level) - placed.length;
    const text = placed.length ? t("In the mix: {n} stations at the numbered places.", { n: placed.length }) : t("In the mix: {n} stations where the model thinks they help most.", { n: Math.round(held.level) });
    panel.mixed.replaceChildren(...[
      held.level > 0 && el("p", { class: placed.length ? "rs-note" : "soft", text }),
      placed.length > 0 && more > 0 && el("p", { class: "soft", text: t("{n} more stand where the model thinks they help most.", { n: more }) }),
      placed.length > 0 && button(t("Take these places out of the mix"), () => { panel.into({ places: [] }); panel.title.focus(); }, "quiet"),
    ].filter(Boolean));
  }

  Object.assign(spots, { answer, marks, mixed, Signs });
})();
