// Scenarios on a phone: what they are, three numbers with their ranges, what it costs, and where.

const UNITS = {
  "GWh/a": t("GWh a year"), "t/a": t("tonnes a year"), MNOK: t("million kroner"), "MNOK/a": t("million kroner a year"),
  "NOK/kWh": t("kroner per kWh saved"), "GJ/inhabitant/a": t("GJ per inhabitant a year"),
  "kWh/m2/a": t("kWh per square metre a year"), "kWh/inhabitant/a": t("kWh per inhabitant a year"),
};
const unitOf = (name) => UNITS[name] || name;
const kept = {};

/** A number with its sign and a real minus. */
function signed(value, digits) {
  const rule = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "exceptZero" };
  return new Intl.NumberFormat([language, "nb"], rule).format(value).replace("-", "−");
}

/** The cards of a round, fetched once for what is shown: again after the model's answer, the next sliders, another basket. */
function cardsOf(view) {
  const { round } = view;
  const name = [now.epoch, round.id, round.revealed, round.live || 0, JSON.stringify(round.basket || 0)].join(" ");
  if (kept.name !== name || kept.failed) {
    kept.name = name;
    kept.failed = false;
    kept.cards = get("scenarios/" + round.id);
    kept.cards.catch(() => { kept.failed = true; });
  }
  return kept.cards;
}

async function get(address) {
  const answer = await fetch("/j/" + boot.code + "/" + address);
  const told = await answer.json();
  return told.ok ? told : Promise.reject(new Error(told.code));
}

const digitsOf = (one) => (Math.abs(one.change[1]) >= 20 ? 0 : one.decimals);
const changeOf = (one) => signed(one.change[1], digitsOf(one)) + " " + unitOf(one.unit);

function rangeOf(one) {
  const [low, , high] = one.change;
  const digits = digitsOf(one);
  return low == null || high == null ? t("no range is told") : t("between {low} and {high}", { low: signed(low, digits), high: signed(high, digits) });
}

function figureLine(one) {
  return el("li", { class: "effect" }, said("span", one.names),
    el("strong", { class: "figures" }, changeOf(one)),
    el("span", { class: "soft figures" }, rangeOf(one)));
}

/** How an indicator's figures are written: before and after, or its change alone. */
function kpiDigits(kpi) {
  const digits = Math.max(0, kpi.decimals);
  return kpi.after ? (value) => new Intl.NumberFormat([language, "nb"], { maximumFractionDigits: digits }).format(value).replace("-", "−") : (value) => signed(value, digits);
}

/** An indicator before and after, with its range; `more`: also its code, its band and how far it then is from its benchmark. */
function kpiLine(kpi, more) {
  const write = kpiDigits(kpi);
  const [low, middle, high] = kpi.after || kpi.change;
  const open = low == null || high == null;
  const range = open ? t("no range is told") : t("{low} to {high}", { low: write(low), high: write(high) });
  const notes = [kpi.clear || open ? "" : t("may go either way"), more ? kpiNotes(kpi) : ""].filter(Boolean).join(" · ");
  return el("li", { class: "effect kpi" }, el("span", {}, said("span", kpi.names), more ? " " : "", more ? el("small", { class: "soft" }, kpi.code) : null),
    el("strong", { class: "figures" }, (kpi.after ? write(kpi.before) + " → " : "") + write(middle)),
    el("span", { class: "soft figures" }, pick(kpi.unit) + ", " + range + (kpi.part ? " · " + t("only the part that the model sees") : ""), notes ? el("br") : null, notes));
}

const kpiNotes = (kpi) => [kpiBand(kpi), kpiDistance(kpi, kpiDigits(kpi))].filter(Boolean).join(" · ");

function kpiBand(kpi) {
  if (!kpi.bands) return "";
  const [before, worst, best] = kpi.bands;
  if (worst === best && best === before) return t("stays in band {n} of 4", { n: before });
  return worst === best ? t("band {now} of 4, then {after}", { now: before, after: worst }) : t("band {now} of 4, then {worst} to {best}", { now: before, worst, best });
}

function kpiDistance(kpi, write) {
  if (kpi.benchmark == null) return "";
  const n = figure(kpi.benchmark);
  if (!kpi.distance) return t("benchmark {n}", { n });
  const far = kpi.distance[1];
  return (kpi.better === "higher" ? far >= 0 : far <= 0) ? t("reaches the benchmark {n}", { n }) : t("benchmark {n}: {after} away", { n, after: write(Math.abs(far)) });
}

/** "Renovate homes 20 %, rooftop solar 10 %" */
function measuresLine(measures) {
  return measures.map((one) => pick(one.names) + " " + (one.unit === "share" ? figure(100 * one.level) + " %" : howMany(one))).join(" · ");
}

/** What is counted: "3", or "3 (taken away: 2)" where some of today's go. */
function howMany(one) {
  return figure(one.level) + (one.closed ? " (" + t("taken away: {n}", { n: one.closed }) + ")" : "");
}

// What is told of a scenario at once: three numbers, and what it costs first of all.
const NUMBERS = 3;
const INDICATORS = 2;

const block = (level, words, lines) => (lines.length ? [el(level, { class: "part" }, words), el("ul", {}, lines)] : []);

const placesOf = (card, told) => (card.places || []).map(([area]) => told.districts[area]).filter(Boolean).slice(0, 3).join(", ");

/** What the figures rest on, and in which version. */
function origin(card) {
  return [card.version ? t("Version {n}", { n: card.version }) : "", card.kind === "estimate" ? t("an estimate") : "",
    card.whence ? (card.whence.by ? t("districts by the building register") : t("districts approximate")) : ""].filter(Boolean).join(" · ");
}

/** Where it is felt most, in few words; what is not certain of that is said, too. */
function whereabouts(card, told) {
  const places = placesOf(card, told);
  const rough = card.whence && !card.whence.by;
  const where = places && (rough ? t("Felt most (roughly) in {places}", { places }) : t("Felt most in {places}", { places }));
  const small = [where, card.kind === "estimate" ? t("an estimate") : ""].filter(Boolean);
  return small.length ? el("p", { class: "soft" }, small.join(" · ")) : null;
}

/** One scenario on one screen: what it is, three numbers, what it costs and where; the rest lies folded below. */
function scenarioCard(card, told) {
  const kpis = card.kpis || [];
  const first = kpis.slice(0, INDICATORS);
  const figures = card.figures.slice(0, NUMBERS - first.length);
  return el("article", { class: "card scenario" },
    said("h2", card.names),
    pick(card.about) ? said("p", card.about) : el("p", { class: "soft" }, measuresLine(card.measures)),
    block("h3", t("What changes by {year}", { year: card.year }), [...figures.map(figureLine), ...first.map((kpi) => kpiLine(kpi))]),
    block("h3", t("What it costs"), card.cost.slice(0, 1).map(figureLine)),
    whereabouts(card, told),
    moreOf(card, first));
}

function moreOf(card, first) {
  const rest = [...card.cost.slice(1, 2).map(figureLine), ...(card.kpis || []).slice(INDICATORS).map((kpi) => kpiLine(kpi, true))];
  const notes = first.map((kpi) => el("p", { class: "soft" }, pick(kpi.names) + ": " + [kpi.code, kpiNotes(kpi)].filter(Boolean).join(" · ")));
  return el("details", {}, el("summary", {}, t("More about it")),
    pick(card.about) && card.measures.length ? el("p", { class: "soft" }, measuresLine(card.measures)) : null,
    rest.length ? el("ul", {}, rest) : null, notes, origin(card) ? el("p", { class: "soft" }, origin(card)) : null);
}

/** All of it at once: under a fold, or while sliders are moved. */
function wholeCard(card, told) {
  const kpis = card.kpis || [];
  const places = placesOf(card, told);
  const small = [places ? t("Felt most in {places}", { places }) : "", origin(card)].filter(Boolean);
  return el("article", { class: "card scenario" },
    pick(card.about) ? said("p", card.about) : null,
    card.measures.length ? el("p", { class: "soft" }, measuresLine(card.measures)) : null,
    block("h2", t("What changes by {year}", { year: card.year }), [...card.figures.slice(0, kpis.length ? 1 : NUMBERS).map(figureLine), ...kpis.map((kpi) => kpiLine(kpi, true))]),
    block("h2", t("What it costs"), card.cost.slice(0, 2).map(figureLine)),
    small.length ? el("p", { class: "soft" }, small.join(" · ")) : null);
}

/** Compared by one output: a line each, with its range; the whole card lies under it. */
function scenarioFold(card, told, output) {
  const found = card.figures.find((one) => one.output === output);
  return el("details", { class: "scenario-fold" },
    el("summary", {}, said("span", card.names, { class: "between-name" }),
      found ? el("strong", { class: "figures" }, changeOf(found)) : null,
      output ? el("small", { class: "soft figures" }, found ? rangeOf(found) : t("not modelled")) : null),
    wholeCard(card, told));
}

/** Fills `host` with the round's cards; what cannot be fetched can be asked for again. */
function showCards(host, view) {
  const drawn = host.dataset.shows;
  const wanted = JSON.stringify([view.round.id, view.round.revealed, view.round.live || 0]);
  if (drawn === wanted) return;
  host.dataset.shows = wanted;
  if (!drawn) put(host, el("p", { class: "soft", role: "status" }, t("One moment …")));
  cardsOf(view).then((told) => {
    if (!host.isConnected || host.dataset.shows !== wanted) return;
    const cards = told.live ? [told.live.card] : told.scenarios;
    const first = cards.find((card) => card.figures.length);
    put(host,
      cards.length > 1 && first ? el("p", { class: "soft" }, t("{what} in {year}, compared with today's course. Tap for more.", { what: pick(first.figures[0].names), year: first.year })) : null,
      cards.map((card) => (cards.length > 1 ? scenarioFold(card, told, first && first.figures[0].output) : pick(card.names) ? scenarioCard(card, told) : wholeCard(card, told))));
  }).catch(() => {
    host.dataset.shows = "";
    put(host, el("p", {}, t("The scenario could not be fetched.")), button(t("Try again"), "", () => showCards(host, now.view)));
  });
}

/** A step that shows a scenario and asks nothing, or sliders that the facilitator moves. */
function presented(host, round, step) {
  const cards = el("div");
  put(host, step.kind === "live" ? el("p", { class: "soft" }, t("Sliders are moved at the front. The figures here follow when they are let go.")) : null, cards);
  const show = () => { if (now.view.round.live || step.settings.scenario) showCards(cards, now.view); };
  show();
  return { refresh: show };
}
