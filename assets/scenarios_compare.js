/* Up to five mixes side by side, for whatever is shown on the map and what it costs and emits. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, button, asTable, table, scale, track, untouched } = page;
  const MOST = 5;
  const ALWAYS = ["co2e", "yearly_cost", "investment", "peak_power", "sorting_rate"];

  /** What is compared: this mix, and those that were put beside it. */
  const entries = (room) => [{ id: "own", name: room.name(), answer: room.answer }, ...room.compared];

  function ours(room) {
    const wanted = [room.state.output, ...ALWAYS.filter((id) => id !== room.state.output)];
    return wanted.map((id) => room.output(id)).filter((output) => output && entries(room).every((each) => !each.answer || each.answer.now[output.id]));
  }

  function adding(room) {
    const { t } = room;
    if (room.compared.length >= MOST - 1) return el("p", { class: "soft", text: t("Five is the most that one can look at. Take one away to add another.") });
    const name = el("input", { class: "rs-input", id: "scenarios-compare-name", maxlength: "60", value: room.name() });
    const add = () => room.compare(name.value.trim() || room.name());
    return el("div", { class: "scenarios-row end" }, page.field(t("Name of this mix"), name), button(t("Put it beside others"), add, "primary"));
  }

  function line(room, output, list, place) {
    const { t, f } = room;
    return list.filter((each) => each.answer).map((each) => {
      const now = each.answer.now[output.id];
      if (untouched(now.change)) return page.barRow(each.name, null, el("span", { class: "soft", text: t("not modelled") }));
      const told = f.told(now.change, output, true);
      return page.barRow(each.name, track(now.change, place, [["now", 0]], `${each.name}: ${told}`), el("span", { text: told }));
    });
  }

  function compare(room) {
    const { t, f } = room;
    const list = entries(room);
    const outputs = ours(room);
    const drawn = outputs.map((output) => {
      const place = scale(list.filter((each) => each.answer).flatMap((each) => each.answer.now[output.id].change).concat(0));
      return el("section", { class: "compare-output" }, el("h3", { text: output.name }), el("ul", { class: "bars" }, line(room, output, list, place)));
    });
    const away = room.compared.map((each) => el("li", {}, el("span", { text: each.name }), button(t("Take away {name}", { name: each.name }), () => room.takeAway(each.id), "quiet")));
    return [
      el("p", { class: "soft", text: t("Change in {year} against today's course. The line is no change; the bar holds 8 of 10 cases.", { year: room.state.year }) }),
      adding(room),
      away.length && el("ul", { class: "compare-held" }, away),
      ...drawn,
      asTable("compare", t("As a table"), () => table(t("Compare"), [t("Mix"), ...outputs.map((output) => output.name)],
        list.filter((each) => each.answer).map((each) => [each.name, ...outputs.map((output) => (untouched(each.answer.now[output.id].change) ? t("not modelled") : f.told(each.answer.now[output.id].change, output, true)))]))),
    ];
  }

  Object.assign(page, { compare });
})();
