/* Totals of districts as circles: twice the amount has twice the area, whatever the district's own size. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, svg } = page;
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const LAYER = "scenarios-map-circles";
  const LARGEST = 24; // pixels from the middle, for the largest district in any year

  const radius = (value, most) => (value > 0 && most > 0 ? LARGEST * Math.sqrt(Math.min(1, value / most)) : 0);

  /** The largest amount that the shared classes have room for. */
  const reach = (cuts) => Math.max(0, ...cuts.rows.map((row) => row.high));

  const disc = (at, size, kind) => ({ type: "Feature", geometry: { type: "Point", coordinates: [at[1], at[0]] }, properties: { size, kind } });

  /** Each district's amount, and on top of it, as a line, what today's course gives. */
  function features(room, answer, at) {
    const most = reach(answer.cuts.absolute);
    return room.start.areas.flatMap((area) => {
      const told = answer.areas[area.id];
      if (!told || !area.at) return [];
      const [now, today] = ["scenario", "baseline"].map((kind) => at(told[kind], answer.areaYears, room.state.year));
      return [now && disc(area.at, radius(now[1], most), "amount"), today && disc(area.at, radius(today[1], most), "today")].filter((each) => each && each.properties.size);
    });
  }

  let sent = "";
  function draw(list) {
    const key = JSON.stringify(list);
    if (sent === key) return;
    sent = key;
    dc.set_props(LAYER, { data: { type: "FeatureCollection", features: list } });
  }

  function swatch(size) {
    const wide = 2 * LARGEST + 4;
    const middle = String(wide / 2);
    return svg("svg", { width: wide, height: 2 * size + 4, viewBox: `0 ${middle - size - 2} ${wide} ${2 * size + 4}`, "aria-hidden": "true" }, svg("circle", { cx: middle, cy: middle, r: size, class: "map-circle amount" }));
  }

  /** Three amounts and how large they are drawn. */
  function legend(room, answer) {
    const { t, f } = room;
    const most = reach(answer.cuts.absolute);
    const rows = [1, 0.5, 0.1].map((part) => el("li", {}, swatch(radius(part * most, most)), el("span", { text: f.sensible(part * most) })));
    return el("ul", { class: "map-legend circles" }, rows, el("li", {}, el("span", { class: "map-swatch map-today", "aria-hidden": "true" }), el("span", { text: t("Line: today's course") })));
  }

  Object.assign(page, { circles: { draw, features, legend } });
})();
