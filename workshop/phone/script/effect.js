// What the room's baskets would do, by the model: of what is bought now, as the stage shows it.

const TOLD = { figures: 1, kpis: 2 }; // as many as on the stage

/** Why a basket has no figures; "" where it has. */
function unsaid(view, rule) {
  const { measures } = view.step.settings;
  const bought = view.results.options.filter((one) => one[rule]).map((one) => one.id);
  const told = (view.round.basket || {})[rule];
  if (!bought.some((id) => measures[id])) return t("Nothing in this basket is modelled.");
  if (!told || told.bought.join() !== bought.join()) return t("The model reckons with this basket …");
  return told.modelled ? "" : t("The model has no answer for this basket.");
}

function notModelled(view, rules) {
  const silent = view.results.options.filter((one) => rules.some(([rule]) => one[rule]) && !view.step.settings.measures[one.id]);
  const names = silent.map((one) => pick(optionText(view, one.id)));
  return names.length ? el("p", { class: "soft" }, t("Not modelled: {list}", { list: names.join(", ") })) : null;
}

function effectOf(card) {
  const lines = [...card.figures.slice(0, TOLD.figures).map(figureLine), ...(card.kpis || []).slice(0, TOLD.kpis).map((kpi) => kpiLine(kpi, true))];
  return lines.length ? el("ul", {}, lines) : said("p", card.about);
}

/** `rules`: [rule, its name] of each basket that is told of; one where both rules buy the same. */
function showEffect(host, view, rules) {
  const words = rules.map(([rule]) => unsaid(view, rule));
  const draw = (told) => {
    const [card] = rules.map(([rule], at) => !words[at] && told.basket[rule].card).filter(Boolean);
    put(host, el("h3", {}, t("What it would do")),
      card ? el("p", { class: "soft" }, t("Modelled, not measured: an estimate for {year} with assumptions, against today's course.", { year: card.year })) : null,
      rules.flatMap(([rule, name], at) => [rules.length > 1 ? el("p", { class: "part" }, name) : null,
        words[at] ? el("p", {}, words[at]) : effectOf(told.basket[rule].card)]),
      notModelled(view, rules));
  };
  if (words.every(Boolean)) return draw({});
  return cardsOf(view).then(draw).catch(() => {
    put(host, el("p", {}, t("The model's figures could not be fetched.")), button(t("Try again"), "", () => showEffect(host, view, rules)));
  });
}
