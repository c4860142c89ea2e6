/* What would it take? A goal and a year; the answer is the cheapest mix that reaches it, or that none does. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, button, option, post, get, table } = page;
  const CHANCES = [0.5, 0.8, 0.9];

  /** What can be asked for is told when somebody first opens this; the form is drawn into its place. */
  function reach(room) {
    const { t } = room;
    const box = el("div", { class: "reach" }, el("p", { class: "soft", role: "status", text: t("One moment …") }));
    const fill = (held) => box.replaceChildren(...(held ? form(room, held) : [el("p", { class: "soft", text: t("The model is not ready to search yet.") })]));
    if (room.goals) fill(room.goals);
    else get(`/scenarios/${room.city}/goals`).then((held) => fill((room.goals = held)));
    return [el("p", { text: t("Choose what should be reached and when. The twin looks for the cheapest mix of measures that gets there.") }), box];
  }

  const everything = (held) => held.indicators.concat(held.outputs);

  function form(room, held) {
    const { t, start } = room;
    const first = everything(held)[0];
    const asked = (room.reachAsked = room.reachAsked || { goal: first.id, year: 2040, chance: 0.8, value: first.target, relative: false });
    const chosen = () => everything(held).find((each) => each.id === asked.goal);
    const group = (label, list, name) => el("optgroup", { label }, list.map((each) => option(each.id, name(each), each.id === asked.goal)));
    const what = el("select", { class: "rs-select", id: "reach-goal", onchange: () => {
      const goal = Object.assign(asked, { goal: what.value }) && chosen();
      Object.assign(asked, { relative: !goal.code, value: goal.code ? goal.target : 20 });
      about();
    } }, group(t("Indicators"), held.indicators, (each) => `${each.name} (${each.code})`), group(t("Other figures of the models"), held.outputs, (each) => each.name));
    const value = el("input", { class: "rs-input", type: "number", step: "any", id: "reach-value", oninput: () => { asked.value = value.value === "" ? null : Number(value.value); } });
    const unit = el("select", { class: "rs-select", id: "reach-unit", "aria-label": t("Measured as"), onchange: () => { asked.relative = unit.value === "share"; } });
    const own = el("span", { class: "reach-unit" });
    const label = el("label", { class: "rs-label", for: "reach-value" });
    const known = el("div", {});
    const about = () => {
      const goal = chosen();
      value.value = asked.value;
      put(label, goal.asked || t("To reach"));
      put(own, goal.code ? goal.unit : "");
      unit.hidden = Boolean(goal.code);
      const better = goal.better === "higher" ? t("% more than on today's course") : t("% less than on today's course");
      unit.replaceChildren(option("share", better, asked.relative), option("own", goal.unit || "–", !asked.relative));
      known.replaceChildren(goal.code ? standing(room, goal) : course(room, goal));
    };
    const year = el("select", { class: "rs-select", id: "reach-year", onchange: () => { asked.year = Number(year.value); } }, start.years.filter((each) => each > start.earliest).map((each) => option(String(each), String(each), each === asked.year)));
    const chance = el("select", { class: "rs-select", id: "reach-chance", onchange: () => { asked.chance = Number(chance.value); } }, CHANCES.map((each) => option(String(each), t("in {n} of 10 cases", { n: 10 * each }), each === asked.chance)));
    const said = el("div", { class: "reach-said", role: "status" });
    const go = button(t("Find the cheapest mix"), async () => {
      go.disabled = true;
      put(said, t("Searching …"));
      const told = await post(`/scenarios/${room.city}/reach`, asked, t);
      go.disabled = false;
      said.replaceChildren(...(told.ok ? found(room, told) : [el("p", { class: "scenarios-refusal", text: told.text })]));
    }, "primary");
    about();
    return [
      el("div", { class: "reach-form" }, page.field(t("Goal"), what)), known,
      el("div", { class: "reach-form" }, el("div", { class: "scenarios-field" }, label, el("span", { class: "reach-value" }, value, own, unit)),
        page.field(t("At the year"), year), page.field(t("How surely"), chance)),
      el("p", {}, go), said, ...closed(room, held),
    ];
  }

  const list = (rows) => el("dl", { class: "reach-facts" }, rows.map(([name, text]) => el("div", {}, el("dt", { text: name }), el("dd", { text }))));

  /** Where an indicator stands, and what it is held against. */
  function standing({ t }, goal) {
    return el("div", {}, list([[t("Today"), goal.now], [t("Held against"), goal.benchmark]]), el("p", { class: "soft scenarios-hint", text: goal.notes.join(" ") }));
  }

  function course({ t, f, answer, state }, goal) {
    const at = answer && answer.now[goal.id];
    return el("p", { class: "soft", text: at ? t("On today's course it is {told} in {year}.", { told: f.told(at.baseline, goal), year: state.year }) : "" });
  }

  /** What cannot be asked for is said, with the reason. */
  function closed({ t }, held) {
    if (!held.closed.length) return [];
    return [el("details", { class: "scenarios-as-table" }, el("summary", { text: t("What cannot be asked for, and why") }),
      el("ul", {}, held.closed.map((each) => el("li", { text: `${each.name} (${each.code}): ${each.why}` }))))];
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
      list(told.figures.map((each) => [each.name, each.text])),
      rows.length > 0 && table(told.reached ? t("The mix that was found") : t("The mix that comes nearest"), [t("Measure"), t("Level"), t("Yearly cost if it is left out")], rows),
      told.reached && told.last && el("p", { class: "reach-last", text: t("The last to be given up: {name}.", { name: room.measure(told.last).name }) }),
      rows.length > 0 && el("p", {}, button(t("Try this mix"), () => room.take(told.chosen))),
    ].filter(Boolean);
  }

  /** The level of a choice in the words of its slider. */
  function shareWords(room, each) {
    return room.mix.rows.get(each.measure).share(each.level);
  }

  page.reach = reach;
})();
