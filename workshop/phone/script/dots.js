// Dots: so many to lay on the options, with plus and minus; what is left is always said.

function dots(host, round, step) {
  const { dots: most, cap } = step.settings;
  const rows = {};
  const left = el("p", { class: "count", role: "status" });
  const ballot = oneBallot(round, {}, show);
  const { given: laid, change } = ballot;
  const used = () => Object.values(laid()).reduce((sum, n) => sum + n, 0);

  function lay(option, by) {
    const next = { ...laid(), [option.id]: (laid()[option.id] || 0) + by };
    if (!next[option.id]) delete next[option.id];
    change(next);
    const { less, more } = rows[option.id];
    if (document.activeElement.disabled) (by > 0 ? less : more).focus();
    announce(t("{text}: {n}. Dots left: {m}.", { text: pick(option.text), n: next[option.id] || 0, m: most - used() }));
  }

  function row(option) {
    const label = (words) => ({ "aria-label": words + ": " + pick(option.text) });
    const less = button("−", "small sign-only", () => lay(option, -1), label(t("One dot less")));
    const more = button("+", "small sign-only", () => lay(option, 1), label(t("One dot more")));
    const count = el("output", { class: "figures dot-count" });
    const drawn = el("span", { class: "dots-drawn", "aria-hidden": "true" });
    rows[option.id] = { less, more, count, drawn };
    return el("li", {}, said("p", option.text), el("div", { class: "moves" }, less, count, more, drawn));
  }

  function show() {
    const spent = used() >= most;
    for (const id in rows) {
      const n = laid()[id] || 0;
      rows[id].count.textContent = figure(n);
      rows[id].drawn.textContent = "●".repeat(Math.min(n, 12));
      rows[id].less.disabled = !n;
      rows[id].more.disabled = spent || n >= cap;
    }
    left.textContent = t("Dots left: {n} of {m}", { n: figure(most - used()), m: figure(most) });
    ballot.refresh();
  }

  put(host, hint("dots", cap < most ? t("You have {n} dots, at most {m} for one option.", { n: most, m: cap })
    : t("You have {n} dots. Lay them as you like, all on one if you want.", { n: most }),
  t("Example: five dots on “Bus” and three on “Bicycle” say that Bus matters more to you, and the rest not now.")),
  el("div", { class: "between dots-left" }, left, ballot.back),
  el("ul", { class: "rows" }, step.options.map(row)),
  ballot.none);
  show();
  return { refresh: show };
}

/** Where the room's dots lie, and how many people laid any there. */
function dotBars(told, view) {
  const sorted = [...told.options].sort((a, b) => b.dots - a.dots);
  return [el("ul", { class: "rows" }, sorted.map((one) => outcome(optionText(view, one.id), [["chosen", one.share || 0]],
    t("Dots: {n}, from {m} people", { n: figure(one.dots), m: figure(one.people) }), null, mineIn(view.round, view.step, one.id)))),
  el("p", { class: "soft" }, t("{n} answered, {m} of them abstained.", { n: figure(told.voters), m: figure(told.abstentions) }))];
}

ways.dots = {
  form: dots,
  results: dotBars,
  mine: (value, id) => (value[id] ? t("dots: {n}", { n: figure(value[id]) }) : null),
  standing: (value) => percent(value),
};
