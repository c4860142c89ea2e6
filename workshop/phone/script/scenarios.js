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

/** The cards of a round, fetched once for what is shown: again after the model's answer, or the next sliders. */
function cardsOf(view) {
  const { round } = view;
  const name = [now.epoch, round.id, round.revealed, round.live || 0].join(" ");
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

/** An indicator before and after, with its range, its band and how far it then is from its benchmark. */
function kpiLine(kpi) {
  const digits = Math.max(0, kpi.decimals);
  const write = kpi.after ? (value) => new Intl.NumberFormat([language, "nb"], { maximumFractionDigits: digits }).format(value).replace("-", "−") : (value) => signed(value, digits);
  const [low, middle, high] = kpi.after || kpi.change;
  const open = low == null || high == null;
  const range = open ? t("no range is told") : t("{low} to {high}", { low: write(low), high: write(high) });
  const notes = [kpi.clear || open ? "" : t("may go either way"), kpiBand(kpi), kpiDistance(kpi, write)].filter(Boolean).join(" · ");
  return el("li", { class: "effect kpi" }, el("span", {}, said("span", kpi.names), " ", el("small", { class: "soft" }, kpi.code)),
    el("strong", { class: "figures" }, (kpi.after ? write(kpi.before) + " → " : "") + write(middle)),
    el("span", { class: "soft figures" }, pick(kpi.unit) + ", " + range + (kpi.part ? " · " + t("only the part that the model sees") : ""), notes ? el("br") : null, notes));
}

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

/** One scenario on one screen. */
function scenarioCard(card, told, heading) {
  const where = (card.places || []).map(([area]) => told.districts[area]).filter(Boolean);
  const level = heading ? "h3" : "h2";
  const kpis = card.kpis || [];
  const changes = card.figures.length + kpis.length;
  const small = [where.length ? t("Felt most in {places}", { places: where.slice(0, 3).join(", ") }) : "",
    card.version ? t("Version {n}", { n: card.version }) : "", card.kind === "estimate" ? t("an estimate") : "",
    card.whence ? (card.whence.by ? t("districts by the building register") : t("districts approximate")) : ""];
  return el("article", { class: "card scenario" },
    heading ? said("h2", card.names) : null,
    pick(card.about) ? said("p", card.about) : null,
    card.measures.length ? el("p", { class: "soft" }, measuresLine(card.measures)) : null,
    changes ? el(level, { class: "part" }, t("What changes by {year}", { year: card.year })) : null,
    changes ? el("ul", {}, card.figures.slice(0, kpis.length ? 1 : 3).map((one) => figureLine(one)), kpis.map(kpiLine)) : null,
    card.cost.length ? el(level, { class: "part" }, t("What it costs")) : null,
    card.cost.length ? el("ul", {}, card.cost.slice(0, 2).map((one) => figureLine(one))) : null,
    small.some(Boolean) ? el("p", { class: "soft" }, small.filter(Boolean).join(" · ")) : null);
}

/** Compared by one output: a line each, with its range; the whole card lies under it. */
function scenarioFold(card, told, output) {
  const found = card.figures.find((one) => one.output === output);
  return el("details", { class: "scenario-fold" },
    el("summary", {}, said("span", card.names, { class: "between-name" }),
      found ? el("strong", { class: "figures" }, changeOf(found)) : null,
      output ? el("small", { class: "soft figures" }, found ? rangeOf(found) : t("not modelled")) : null),
    scenarioCard(card, told, false));
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
      cards.map((card) => (cards.length > 1 ? scenarioFold(card, told, first && first.figures[0].output) : scenarioCard(card, told, Boolean(pick(card.names))))));
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

/** Everybody guesses a number: a slider, buttons for one step at a time, and a field. */
function guess(host, round, step) {
  const { low, high, step: notch } = step.settings;
  const digits = Math.min(3, (String(notch).split(".")[1] || "").length);
  const asked = round.asked || { names: {}, unit: "" };
  const cards = el("div");
  const word = asked.unit === "%" ? t("per cent") : unitOf(asked.unit);
  const slider = el("input", { type: "range", id: "guess", min: low, max: high, step: notch, oninput: () => take(slider.value, true), onchange: () => take(slider.value) });
  const field = el("input", { type: "number", class: "rs-input figures", min: low, max: high, step: notch, inputmode: "decimal", "aria-label": t("My guess, in {unit}", { unit: word }), onchange: () => take(field.value) });
  const face = el("output", { class: "guess-face figures", for: "guess" });
  let value = null;

  function set(number) {
    value = number;
    slider.value = number === null ? (low + high) / 2 : number;
    field.value = number === null ? "" : number;
    face.textContent = number === null ? t("Not guessed yet") : signed(number, digits) + " " + (asked.unit === "%" ? "%" : word);
    slider.setAttribute("aria-valuetext", face.textContent);
  }

  function take(given, moving) {
    const number = Number(given);
    if (given === "" || !isFinite(number)) return set(value);
    const nearest = low + Math.round((Math.max(low, Math.min(high, number)) - low) / notch) * notch;
    set(Number(Math.min(high, nearest).toFixed(6)) + 0);
    if (moving) return undefined;
    const rev = revision(round.id, "");
    return outbox.put({ do: "ballot", round: round.id, item: "", value, rev }, RESTED_MS);
  }

  const nudge = (by, text, label) => button(text, "", () => take((value === null ? (low + high) / 2 : value) + by * notch), { "aria-label": label });

  put(host, cards, el("div", { class: "card" },
    el("label", { class: "rs-label", for: "guess" }, t("{what}: how many {unit} more or less in {year}?", { what: pick(asked.names), unit: word, year: step.settings.year })),
    face, slider,
    el("div", { class: "ends", "aria-hidden": "true" }, el("span", {}, signed(low, digits)), el("span", {}, signed(high, digits))),
    el("div", { class: "guess-row" }, nudge(-1, "−", t("One step less")), field, nudge(1, "+", t("One step more"))),
    el("p", { class: "soft" }, t("The model's answer comes when everybody has guessed."))));
  showCards(cards, now.view);

  function show() {
    const mine = answer(round.id, "");
    const held = mine ? mine.value : null;
    if (document.activeElement !== field && document.activeElement !== slider && held !== value) set(held);
  }

  set((answer(round.id, "") || { value: null }).value);
  return { refresh: show };
}
