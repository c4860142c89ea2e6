// Pairwise: which of these two? One pair at a time, in an order of one's own; one may stop whenever.

const UNDECIDED = "undecided";
const MEETINGS = 4; // how often each option is met before a person is told that it is enough

/** The same numbers again and again for one phone: a small generator (mulberry32). */
function generator(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let x = Math.imul(a ^ (a >>> 15), a | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every pair once: as in a tournament, each option meets another before any is met again.
    Who meets whom first, and which stands above, is drawn for each person: no option gains by
    its place on the agenda. */
function pairing(ids, seed) {
  const draw = generator(seed);
  const ring = [...ids];
  for (let i = ring.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [ring[i], ring[j]] = [ring[j], ring[i]];
  }
  if (ring.length % 2) ring.push(null);
  const pairs = [];
  for (let turn = 1; turn < ring.length; turn++) {
    for (let i = 0; i < ring.length / 2; i++) {
      const two = [ring[i], ring[ring.length - 1 - i]];
      if (!two.includes(null)) pairs.push(draw() < 0.5 ? two : two.reverse());
    }
    ring.splice(1, 0, ring.pop());
  }
  return pairs;
}

/** What this phone draws by: there before the server has let it in, and the same after a reload. */
function ownDraw() {
  if (store.get("draw") == null) store.set("draw", crypto.getRandomValues(new Uint32Array(1))[0]);
  return store.get("draw");
}

/** A number for a question, so that two questions are not asked in the same order. */
const mixed = (text, seed) => [...text].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 16777619), seed);

function pairwise(host, round, step) {
  const ids = step.options.map((option) => option.id);
  const pairs = pairing(ids, mixed(step.id, ownDraw()));
  const texts = Object.fromEntries(step.options.map((option) => [option.id, option.text]));
  const item = (pair) => [...pair].sort((a, b) => ids.indexOf(a) - ids.indexOf(b)).join("|");
  const mine = (pair) => answer(round.id, item(pair));
  const enough = Math.min(pairs.length, (MEETINGS * ids.length) / 2);
  const place = "on." + round.id; // told that it is enough, and going on
  let held = null; // the pair that was just answered, until the next one comes
  let drawn = ""; // what is there: news of others must not take a button from under a finger

  const next = () => pairs.findIndex((pair) => !mine(pair));
  const back = () => button(t("Undo"), "quiet", undo, { disabled: !pairs.some(mine) });

  function show(focus) {
    draw();
    const heading = host.querySelector("[tabindex='-1']");
    if (focus && heading) heading.focus();
  }

  function choose(pair, value) {
    held = pair;
    outbox.put({ do: "ballot", round: round.id, item: item(pair), value, rev: revision(round.id, item(pair)) });
    setTimeout(() => {
      if (held !== pair || !host.isConnected) return;
      held = null;
      show(true);
    }, calm ? 0 : 350);
  }

  function undo() {
    const at = next();
    const last = pairs.slice(0, at < 0 ? pairs.length : at).reverse().find(mine);
    if (!last) return;
    held = null;
    outbox.put({ do: "withdraw", round: round.id, item: item(last), rev: revision(round.id, item(last)) });
    show(true);
  }

  function side(pair, id) {
    const chosen = (mine(pair) || {}).value === id;
    return el("button", { type: "button", class: "choice rank one-of-two", "aria-pressed": String(chosen), onclick: () => choose(pair, id) }, said("span", texts[id]));
  }

  function card(pair, at) {
    const most = at < enough ? enough : pairs.length;
    const undecided = (mine(pair) || {}).value === UNDECIDED;
    return el("div", {},
      el("p", { class: "count" }, t("Pair {n} of {m}. Stop whenever you like.", { n: figure(at + 1), m: figure(most) })),
      el("progress", { max: most, value: at, "aria-hidden": "true", tabindex: -2 }),
      el("h2", { tabindex: -1 }, t("Which of these two?")),
      el("div", { role: "group", "aria-label": t("Which of these two?") }, side(pair, pair[0]), side(pair, pair[1]),
        el("button", { type: "button", class: "choice rank quiet", "aria-pressed": String(undecided), onclick: () => choose(pair, UNDECIDED) }, t("I can't decide"))),
      el("div", { class: "steps" }, back()));
  }

  function rest(at) {
    const left = at < 0 ? 0 : pairs.length - at;
    return el("div", { class: "card" }, el("h2", { tabindex: -1 }, left ? t("That is enough, thank you") : t("You have compared every pair")),
      el("p", { class: "soft" }, left ? t("Each option has been met several times. Pairs left, if you want to go on: {n}.", { n: figure(left) })
        : t("You can take answers back until the question is closed.")),
      left ? button(t("Go on"), "primary", () => { store.set(place, 1); show(true); }) : null,
      el("div", { class: "steps" }, back()));
  }

  function draw() {
    const at = held ? pairs.indexOf(held) : next();
    const pausing = at === enough && at < pairs.length && !store.get(place);
    const told = JSON.stringify([at, pausing, at < 0 ? null : mine(pairs[at]) && mine(pairs[at]).value]);
    if (told === drawn) return;
    drawn = told;
    put(body, at < 0 || pausing ? rest(at) : card(pairs[at], at));
  }

  const body = el("div");
  put(host, hint("pairwise", t("Tap the one that matters more to you. You meet each pair once."),
    t("Example: of “Bus” and “Bicycle”, tap Bus if you would rather have better buses.")), body);
  draw();
  return { refresh: () => keepFocus(host, draw) };
}

/** How often I chose an option of those times that I was asked about it, or null. */
function chosenOf(round, step, id) {
  const met = step.options.filter((other) => other.id !== id)
    .map((other) => answer(round.id, id + "|" + other.id) || answer(round.id, other.id + "|" + id)).filter(Boolean);
  return met.length ? t("chosen {n} of {m} times", { n: figure(met.filter((one) => one.value === id).length), m: figure(met.length) }) : null;
}

/** How likely each wins against a random other, where the comparisons say so. */
function chances(told, view) {
  const sorted = [...told.options].sort((a, b) => (b.chance || 0) - (a.chance || 0));
  return [told.joined ? null : el("p", {}, t("Not all options have been compared with one another yet, so there is no order.")),
    el("ul", { class: "rows" }, sorted.map((one) => (one.too_few ? fewAnswers(one, view) : outcome(optionText(view, one.id), [["chosen", one.chance || 0]],
      one.chance == null ? t("Times compared: {n}", { n: figure(one.n) })
        : t("wins {n} of the time against another at random ({low} to {high})", { n: percent(one.chance), low: percent(one.low), high: percent(one.high) }),
      null, mineIn(view.round, view.step, one.id))))),
    el("p", { class: "soft" }, t("Comparisons: {n}. Could not decide: {m}.", { n: figure(told.comparisons), m: figure(told.undecided) }))].filter(Boolean);
}

ways.pairwise = { form: pairwise, results: chances, own: chosenOf, standing: (value) => percent(value) };
