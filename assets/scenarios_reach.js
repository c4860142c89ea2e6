/* What would it take? A goal and a year; the answer is the cheapest mix that reaches it, or that none does. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, button, option, post, table } = page;
  const CHANCES = [0.5, 0.8, 0.9];

  function reach(room) {
    const { t, f, start } = room;
    const goals = start.goals || [];
    if (!goals.length) return [el("p", { class: "soft", text: t("The model is not ready to search yet.") })];
    const asked = (room.reachAsked = room.reachAsked || { goal: goals[0].id, year: 2040, chance: 0.8, value: 20, relative: true });
    const goal = () => goals.find((each) => each.id === asked.goal);
    const value = el("input", { class: "rs-input", type: "number", step: "any", id: "reach-value", value: asked.value });
    const unit = el("select", { class: "rs-select", id: "reach-unit", "aria-label": t("Measured as"), onchange: () => { asked.relative = unit.value === "share"; } });
    const now = el("p", { class: "soft" });
    const about = () => {
      const at = room.answer && room.answer.now[goal().id];
      const less = goal().better === "higher" ? t("% more than on today's course") : t("% less than on today's course");
      unit.replaceChildren(option("share", less, asked.relative), option("own", goal().unit || "–", !asked.relative));
      put(now, at ? t("On today's course it is {told} in {year}.", { told: f.told(at.baseline, goal()), year: room.state.year }) : "");
    };
    const what = el("select", { class: "rs-select", id: "reach-goal", onchange: () => { asked.goal = what.value; about(); } }, goals.map((each) => option(each.id, each.name, each.id === asked.goal)));
    const year = el("select", { class: "rs-select", id: "reach-year", onchange: () => { asked.year = Number(year.value); } }, start.years.filter((each) => each > start.earliest).map((each) => option(String(each), String(each), each === asked.year)));
    const chance = el("select", { class: "rs-select", id: "reach-chance", onchange: () => { asked.chance = Number(chance.value); } }, CHANCES.map((each) => option(String(each), t("in {n} of 10 cases", { n: 10 * each }), each === asked.chance)));
    value.addEventListener("input", () => { asked.value = Number(value.value); });
    const said = el("div", { class: "reach-said", role: "status" });
    const go = button(t("Find the cheapest mix"), async () => {
      put(said, t("Searching …"));
      const told = await post(`/scenarios/${room.city}/reach`, asked, t);
      said.replaceChildren(...(told.ok ? found(room, told) : [el("p", { class: "scenarios-refusal", text: told.text })]));
    }, "primary");
    about();
    return [
      el("p", { text: t("Choose what should be reached and when. The twin looks for the cheapest mix of measures that gets there.") }),
      el("div", { class: "reach-form" }, page.field(t("Goal"), what), page.field(t("At the year"), year),
        el("div", { class: "scenarios-field" }, el("label", { class: "rs-label", for: "reach-value", text: t("To reach") }), el("span", { class: "reach-value" }, value, unit)),
        page.field(t("How surely"), chance)),
      now, el("p", {}, go), said,
    ];
  }

  function found(room, told) {
    const { t, f } = room;
    const dearer = (id) => {
      const more = told.dearer[id];
      if (more === null) return t("then it cannot be reached");
      return more === undefined ? "–" : f.told([null, more, null], { unit: told.unit, decimals: 1 }, true);
    };
    const rows = told.chosen.map((each) => [room.measure(each.measure).name, shareWords(room, each), dearer(each.measure)]);
    return [
      el("p", { class: told.reached ? "rs-note" : "rs-note warn", text: told.text }),
      rows.length > 0 && table(t("The mix that was found"), [t("Measure"), t("Level"), t("Yearly cost if it is left out")], rows),
      told.reached && told.last && el("p", { text: t("The last to be given up: {name}.", { name: room.measure(told.last).name }) }),
      rows.length > 0 && el("p", {}, button(t("Try this mix"), () => room.take(told.chosen))),
    ].filter(Boolean);
  }

  /** The level of a choice in the words of its slider. */
  function shareWords(room, each) {
    return room.mix.rows.get(each.measure).share(each.level);
  }

  Object.assign(page, { reach, shareWords });
})();
