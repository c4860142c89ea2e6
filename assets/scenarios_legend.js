/* What the colours of the map mean: classes with their unit, and by which models and assumptions. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el } = page;

  /** `side` is the map's; drawn anew only when something of it is another. */
  function draw(side, cuts, kind) {
    const { room } = side;
    const { t } = room;
    const output = room.output(room.state.output);
    const key = JSON.stringify([cuts, kind, output.id, room.state.year, room.answer.kind, room.answer.models, room.basis(), silent(room), side.circling()]);
    if (side.drawn === key) return;
    side.drawn = key;
    const rows = cuts.rows.map((row) => el("li", {}, el("span", { class: `map-swatch map-shade-${row.shade}`, "aria-hidden": "true" }), el("span", { text: range(row, kind, room) })));
    if (kind === "change") rows.push(el("li", {}, el("span", { class: "map-swatch map-unsure", "aria-hidden": "true" }), el("span", { text: t("Pale and dashed: may go either way") })));
    const none = !side.told(room.answer);
    const list = side.circling() ? page.circles.legend(room, room.answer) : el("ul", { class: "map-legend" }, rows);
    document.getElementById("scenarios-legend").replaceChildren(...[
      el("p", { class: "map-unit", text: `${output.name}, ${kind === "change" ? t("change against today's course") : t("value")}${output.unit ? `, ${output.unit}` : ""}, ${room.state.year}` }),
      silent(room) && el("p", { class: "map-note", text: t("Nothing in this mix touches this. It is not modelled, which is not the same as unchanged.") }),
      none ? el("p", { class: "map-note", text: t("This is told for the city as a whole only, so the map stays plain.") }) : list,
      el("p", { class: "map-note", text: side.circling() ? t("The area of a circle is the amount; same sizes for all years.") : t("Same colours for all years and all that is compared.") }),
      el("p", { class: "map-note" }, `${models(room)} `, page.basisButton(room, output.id))].filter(Boolean));
  }

  /** Which models drew this map, and on which version of the assumptions. */
  function models(room) {
    const { t, answer } = room;
    const names = Object.entries(answer.models).map(([name, version]) => `${name} ${version}`).join(", ");
    return t("{models}; assumptions, version {n}.", { models: names, n: room.basis() });
  }

  /** Whether something is chosen, but nothing that acts on what is shown. */
  function silent(room) {
    const now = room.answer.now[room.state.output];
    return Boolean(now) && room.chosen().length > 0 && page.untouched(now.change);
  }

  function range(row, kind, { f, t }) {
    if (row.shade === "same") return t("about the same");
    if (row.low === null) return t("less than {n}", { n: f.sensible(row.high) });
    if (row.high === null) return t("more than {n}", { n: `${row.low > 0 && kind === "change" ? "+" : ""}${f.sensible(row.low)}` });
    return row.low === row.high ? f.sensible(row.low) : `${f.sensible(row.low)} – ${f.sensible(row.high)}`;
  }

  Object.assign(page, { legend: { draw } });
})();
