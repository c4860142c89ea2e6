/* What was found of the best places, in words and figures; and what the marks on the map are. */
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

  Object.assign(spots, { answer, Signs });
})();
