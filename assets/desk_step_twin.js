/* The form of steps about scenarios: which ones, seen in which year, and asked how.
   What there is to choose from is fetched once for a desk. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, field } = desk;
  const KINDS = ["scenario", "compare", "guess", "live"];
  const BALLOTS = ["approval", "score", "statements", "ranking", "dots", "judgment", "pairwise", "budget", "quadratic", "likert"];
  const SEEN = ["year", "output"];
  const NOTHING = { scenarios: [], measures: [], outputs: [] };
  const FIRST_SLIDERS = ["retrofit_dwellings", "heat_pumps_air_air", "rooftop_solar", "indoor_temperature"];
  const YEARS = [2030, 2035, 2040, 2045, 2050];

  /** The city's scenarios, the measures and the outputs; nothing while they cannot be fetched. */
  function twin(room, anew) {
    room.twin = (!anew && room.twin) || fetch("/desk/" + room.root.dataset.session + "/twin.json")
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
    return room.twin.catch(() => { room.twin = null; return NOTHING; });
  }

  const ofTwin = (kind) => KINDS.includes(kind);
  const ready = (known) => known.scenarios.filter((each) => each.kind);
  const option = (each) => ({ id: each.id, text: { ...each.names } });

  /** What a new step of these kinds begins with. */
  function blankTwin(step, known) {
    const seen = { year: 2040, output: "energy_total" };
    const [first] = ready(known).concat(known.scenarios);
    const scenario = first ? first.id : "";
    if (step.kind === "scenario") step.settings = { scenario, ...seen };
    if (step.kind === "compare") {
      step.settings = { ballot: "approval", cap: null, ...seen };
      step.options = ready(known).slice(0, 2).map(option);
    }
    if (step.kind === "guess") step.settings = { scenario, ...seen, as: "percent", low: -50, high: 50, step: 1 };
    if (step.kind === "live") step.settings = { ...seen, ...(scenario ? { scenario } : {}), measures: FIRST_SLIDERS.filter((id) => known.measures.some((each) => each.id === id)) };
    return step;
  }

  /** What would be refused, in a sentence; "" when the step is fine. */
  function twinFault(step, t) {
    const own = step.settings;
    if ((step.kind === "scenario" || step.kind === "guess") && !own.scenario) return t("Choose a scenario for this step.");
    if (step.kind === "compare" && (step.options.length < 2 || step.options.length > 5)) return t("Choose between two and five scenarios.");
    if (step.kind === "live" && (!own.measures.length || own.measures.length > 8)) return t("Choose between one and eight measures.");
    if (step.kind === "guess" && !(own.low < own.high && own.step > 0)) return t("The lowest guess must be below the highest.");
    return "";
  }

  function select(label, choices, value, set, help) {
    const control = el("select", { class: "rs-select" }, ...choices.map(([id, text]) => el("option", { value: id, text })));
    control.value = String(value);
    control.addEventListener("change", () => set(control.value));
    return field(label, control, help);
  }

  function check(text, on, set) {
    const box = el("input", { type: "checkbox" });
    box.checked = on;
    box.addEventListener("change", () => set(box.checked));
    return el("label", { class: "desk-check" }, box, el("span", { text }));
  }

  function figure(label, value, set) {
    const control = el("input", { class: "rs-input desk-number-field", type: "number", step: "any", inputmode: "decimal" });
    control.value = String(value);
    control.addEventListener("input", () => { if (control.value.trim() && Number.isFinite(Number(control.value))) set(Number(control.value)); });
    return field(label, control);
  }

  const named = (editor, each) => editor.room.pick(each.names) + (each.kind ? "" : " (" + editor.t("not computed yet") + ")");

  function one(editor, step, none) {
    const { t } = editor;
    const list = editor.twin.scenarios.map((each) => [each.id, named(editor, each)]);
    const choices = none ? [["", none], ...list] : list;
    return select(none ? t("Begin from") : t("Scenario"), choices, step.settings.scenario || "", (id) => {
      if (id) step.settings.scenario = id;
      else delete step.settings.scenario;
    });
  }

  /** Two to five scenarios; they are shown in the order in which they were chosen. */
  function several(editor, step, changed) {
    const { t } = editor;
    const boxes = editor.twin.scenarios.map((each) => check(named(editor, each), step.options.some((o) => o.id === each.id), (on) => {
      step.options = on ? step.options.concat(option(each)) : step.options.filter((o) => o.id !== each.id);
      changed();
    }));
    return el("fieldset", { class: "desk-edit-card" }, el("legend", { text: t("Scenarios to compare (two to five)") }), ...boxes);
  }

  function ballot(editor, step, changed) {
    const { t } = editor;
    const own = step.settings;
    const names = desk.kindWords(t);
    const ways = BALLOTS.map((way) => [way, names[way]]);
    return select(t("How people vote"), ways, own.ballot, (way) => {
      // What another ballot was set to goes; what is not set takes its default.
      for (const name of Object.keys(own)) if (!SEEN.includes(name)) delete own[name];
      own.ballot = way;
      desk.blankMoney(step);
      changed();
    });
  }

  /** Which scenarios, voted on how; where they are bought, also for how much. */
  function comparison(editor, step) {
    const money = el("div");
    const changed = () => money.replaceChildren(...(desk.isBasket(step) ? [desk.scenarioCosts(editor, step)] : []));
    changed();
    return [several(editor, step, changed), ballot(editor, step, changed), money];
  }

  function sliders(editor, step) {
    const { t } = editor;
    const own = step.settings;
    const boxes = editor.twin.measures.map((each) => check(editor.room.pick(each.names), own.measures.includes(each.id), (on) => {
      own.measures = on ? own.measures.concat(each.id) : own.measures.filter((id) => id !== each.id);
    }));
    return el("fieldset", { class: "desk-edit-card" }, el("legend", { text: t("Measures on the sliders (one to eight)") }), ...boxes);
  }

  function seen(editor, step) {
    const { t } = editor;
    const own = step.settings;
    const years = YEARS.includes(own.year) ? YEARS : [own.year, ...YEARS];
    return el("div", { class: "desk-row" },
      select(t("Year"), years.map((year) => [year, String(year)]), own.year, (year) => { own.year = Number(year); }),
      select(t("What is looked at"), editor.twin.outputs.map((each) => [each.id, editor.room.pick(each.names)]), own.output, (id) => { own.output = id; }));
  }

  function range(editor, step) {
    const { t } = editor;
    const own = step.settings;
    return el("div", {}, select(t("Guessed as"), [["percent", t("per cent of today's course")], ["change", t("a change in its own unit")]], own.as, (as) => { own.as = as; }),
      el("div", { class: "desk-row" }, figure(t("Lowest"), own.low, (n) => { own.low = n; }), figure(t("Highest"), own.high, (n) => { own.high = n; }), figure(t("Step"), own.step, (n) => { own.step = n; })));
  }

  /** What is particular to a step about scenarios; null for every other. */
  function twinForm(editor, step) {
    if (!ofTwin(step.kind)) return null;
    const { t } = editor;
    if (!editor.twin) return el("p", { class: "soft", role: "status", text: t("One moment …") });
    if (!editor.twin.scenarios.length && step.kind !== "live") return el("p", { class: "rs-note warn", text: t("This city has no scenarios yet.") });
    const parts = {
      scenario: () => [one(editor, step)],
      compare: () => comparison(editor, step),
      guess: () => [one(editor, step), range(editor, step)],
      live: () => [one(editor, step, t("today's course")), sliders(editor, step)],
    };
    return el("div", { class: "desk-edit-twin" }, ...parts[step.kind](), seen(editor, step));
  }

  Object.assign(desk, { select, twin, ofTwin, twinForm, blankTwin, twinFault });
})();
