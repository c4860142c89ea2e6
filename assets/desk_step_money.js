/* The form of a budget basket: the money, what each option costs, and what is done with what is left. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, field } = desk;
  const UNITS = (t) => [["MNOK", t("million kroner")], ["TNOK", t("thousand kroner")], ["NOK", t("kroner")]];
  const RICHEST = 1000000000;

  const isBasket = (step) => desk.way(step) === "budget";

  /** What a new basket begins with. */
  function blankMoney(step) {
    if (!isBasket(step)) return;
    Object.assign(step.settings, { money: 25, unit: "MNOK", completion: "add_greedy", costs: Object.fromEntries(step.options.map((each, n) => [each.id, 10 * (n + 1)])) });
  }

  /** What would be refused, in a sentence; "" when the step is fine. */
  function moneyFault(step, t) {
    if (!isBasket(step) || !step.options.length) return "";
    const costs = step.options.map((each) => step.settings.costs[each.id]);
    if (!costs.every((cost) => cost >= 1)) return t("Each option needs a cost: a whole number, 1 or more.");
    if (step.settings.money < Math.min(...costs)) return t("The money must be enough for one of the options.");
    const named = step.options.map((each) => (step.settings.measures || {})[each.id]).filter(Boolean).map((each) => each.measure);
    return new Set(named).size < named.length ? t("Each measure of the model can stand behind one option only.") : "";
  }

  /** Options that are gone cost nothing any more, and stand for nothing. */
  function tidyMoney(step) {
    const { costs, measures } = step.settings;
    if (!isBasket(step)) return step.settings;
    const kept = (of) => Object.fromEntries(step.options.filter((each) => each.id in of).map((each) => [each.id, of[each.id]]));
    return { ...step.settings, costs: kept(costs), ...(measures ? { measures: kept(measures) } : {}) };
  }

  function amount(label, value, set, whose) {
    const control = el("input", { "aria-label": whose && label + ": " + whose, class: "rs-input desk-number-field", type: "number", min: 1, max: RICHEST, step: 1, inputmode: "numeric" });
    control.value = value ? String(value) : "";
    control.addEventListener("input", () => {
      const wanted = Number(control.value);
      set(Number.isInteger(wanted) && wanted >= 1 && wanted <= RICHEST ? wanted : null);
    });
    return field(label, control);
  }

  /** The cost of one option, beside its text; and below, what the model knows of it. */
  function costField(editor, step, option, name) {
    const { costs } = step.settings;
    const box = amount(editor.t("Cost"), costs[option.id], (n) => { costs[option.id] = n; }, name);
    const use = (n) => {
      costs[option.id] = n;
      box.querySelector("input").value = String(n);
    };
    return [el("div", { class: "desk-edit-cost" }, box), desk.measureOf(editor, step, option, use)];
  }

  function select(label, choices, value, set, help) {
    const control = el("select", { class: "rs-select" }, ...choices.map(([id, text]) => el("option", { value: id, text })));
    control.value = value;
    control.addEventListener("change", () => set(control.value));
    return field(label, control, help);
  }

  /** Kroner in three sizes, or a word of one's own. */
  function unit(editor, own) {
    const { t } = editor;
    const word = el("input", { class: "rs-input", type: "text", maxlength: 24 });
    const known = UNITS(t).some(([id]) => id === own.unit);
    word.value = known ? "" : own.unit;
    word.addEventListener("input", () => { own.unit = word.value; });
    const box = field(t("Counted in, with a word of your own"), word);
    box.hidden = known;
    const chosen = select(t("Counted in"), [...UNITS(t), ["", t("something else")]], known ? own.unit : "", (id) => {
      own.unit = id;
      word.value = "";
      box.hidden = Boolean(id);
    });
    return [chosen, box];
  }

  function moneyForm(editor, step) {
    const { t } = editor;
    const own = step.settings;
    const ways = [["add_greedy", t("raise everybody's part, then buy what most want")], ["add", t("raise everybody's part")], ["none", t("leave it unspent")]];
    const years = [2030, 2035, 2040, 2045, 2050].map((year) => [String(year), String(year)]);
    return el("div", {}, el("div", { class: "desk-row" }, amount(t("Money to spend"), own.money, (n) => { own.money = n || 0; }), ...unit(editor, own)),
      select(t("What equal shares leaves over"), ways, own.completion, (id) => { own.completion = id; },
        t("Two rules count the baskets side by side: what most want is bought first, or everybody decides over an equal share of the money.")),
      step.kind === "budget" && select(t("Year in which the model tells the effect"), years, String(own.year || 2040), (year) => { own.year = Number(year); }));
  }

  /** Scenarios to buy: the money, and what each of those that are compared costs. */
  function scenarioCosts(editor, step) {
    const { t } = editor;
    const { costs } = step.settings;
    for (const { id } of step.options) if (!(id in costs)) costs[id] = 10;
    const cost = (option) => amount(t("Cost") + ": " + editor.room.pick(option.text), costs[option.id], (n) => { costs[option.id] = n; });
    return el("fieldset", { class: "desk-edit-card" }, el("legend", { text: t("What each scenario costs") }),
      el("div", { class: "desk-row" }, ...step.options.map(cost)), moneyForm(editor, step));
  }

  Object.assign(desk, { isBasket, blankMoney, moneyFault, tidyMoney, costField, moneyForm, scenarioCosts });
})();
