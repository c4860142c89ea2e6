// Budget basket: so much money to buy for; what is left, and what does not fit any more, is always said.

/** "12 million kroner": a number with the unit that the step counts in. */
function money(step, value) {
  const units = { MNOK: t("million kroner"), TNOK: t("thousand kroner"), NOK: t("kroner") };
  const { unit } = step.settings;
  if (value === 1 && unit === "MNOK") return t("1 million kroner");
  return figure(value) + (unit ? " " + (units[unit] || unit) : "");
}

function budget(host, round, step) {
  const { money: all, costs } = step.settings;
  const rows = {};
  const status = el("p", { class: "count", role: "status" });
  const meter = bar([["chosen", 0]]);
  const ballot = oneBallot(round, [], show);
  const { given: basket } = ballot;
  const left = () => basket().reduce((rest, id) => rest - costs[id], all);
  const lack = (id) => t("Does not fit: {n} too much", { n: money(step, costs[id] - left()) });

  function toggle(option) {
    const has = basket().includes(option.id);
    if (!has && costs[option.id] > left()) {
      show();
      return announce(pick(option.text) + ". " + lack(option.id) + ". " + t("Take something out first."));
    }
    ballot.change(step.options.map((each) => each.id).filter((id) => (id === option.id ? !has : basket().includes(id))));
    return announce(status.textContent);
  }

  function row(option) {
    const box = el("input", { type: "checkbox", onchange: () => toggle(option) });
    const fits = el("small", { class: "lack figures" });
    rows[option.id] = { box, fits };
    return el("label", { class: "choice" }, box,
      el("span", {}, said("span", option.text), el("small", { class: "cost figures" }, money(step, costs[option.id])), fits));
  }

  function show() {
    for (const id in rows) {
      const { box, fits } = rows[id];
      box.checked = basket().includes(id);
      const over = !box.checked && costs[id] > left();
      box.closest("label").classList.toggle("spent", over);
      fits.textContent = over ? lack(id) : "";
    }
    meter.firstChild.style.width = 100 * (1 - left() / all) + "%";
    status.textContent = t("Money left: {n} of {m}", { n: figure(left()), m: money(step, all) });
    ballot.refresh();
  }

  put(host, hint("budget", t("You have {n} to spend. Put in your basket what you would buy for it.", { n: money(step, all) }),
    t("Example: with 10 to spend, a park for 6 and a path for 3 fit together; a bridge for 8 only without the park.")),
  el("div", { class: "between" }, status, ballot.back), meter,
  el("fieldset", { class: "choices" }, el("legend", { class: "visually-hidden" }, t("My basket")), step.options.map(row)),
  ballot.none);
  show();
  return { refresh: show };
}

/** What the room's baskets buy: by each rule, with the money left and who got something. */
function basketBars(told, view) {
  const { step } = view;
  const { greedy, equal } = told.rules;
  const same = told.options.every((one) => one.greedy === one.equal);
  const bought = (one) => (one.greedy && one.equal ? t("bought by both rules")
    : one.greedy ? t("bought only by: most supported first") : one.equal ? t("bought only by: equal shares") : t("not bought"));
  const rank = (one) => Number(one.greedy) + Number(one.equal);
  const sorted = [...told.options].sort((a, b) => rank(b) - rank(a) || b.support - a.support);
  const rule = (name, one) => el("p", { class: "figures" }, el("strong", {}, name + ": "),
    t("{n} left, {k} of {m} people got something from their basket", { n: money(step, one.left), k: figure(told.n - one.nothing), m: figure(told.n) }));
  return [el("p", {}, el("strong", {}, same ? t("Both rules buy the same.") : t("The rule decides, so talk about it."))),
    ...(same ? [rule(t("Both rules"), equal)] : [rule(t("Most supported first"), greedy), rule(t("Equal shares"), equal)]),
    basketEffect(view, same ? [["equal", ""]] : [["greedy", t("Most supported first")], ["equal", t("Equal shares")]]),
    el("ul", { class: "rows" }, sorted.map((one) => outcome(optionText(view, one.id), [["chosen", one.share || 0]],
      [money(step, one.cost), t("in {share} of the baskets", { share: percent(one.share || 0) }), bought(one)].join(" · "),
      null, mineIn(view.round, step, one.id)))),
    el("p", { class: "soft" }, t("{n} answered, {m} of them abstained.", { n: figure(told.voters), m: figure(told.abstentions) }))];
}

/** What that would do, where options stand for measures of the model; it is fetched to be looked at. */
function basketEffect(view, rules) {
  if (!view.step.settings.measures) return el("div");
  const box = el("div", { class: "card scenario" }, el("p", { class: "soft" }, t("One moment …")));
  part(boot.scenarios).then(() => showEffect(box, view, rules), () => box.remove());
  return box;
}

ways.budget = {
  form: budget,
  results: basketBars,
  mine: (value, id) => (value.includes(id) ? t("in my basket") : null),
  standing: (value) => percent(value),
};
