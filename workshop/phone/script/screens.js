// One screen at a time: which one follows from the view alone, and focus goes where the news is.

const FORMS = {
  statements, approval, score,
  ideas: fetched([boot.later, boot.own], () => ideas),
  pins: fetched([boot.later, boot.own, boot.pins], () => placing),
  scenario: fetched([boot.scenarios], () => presented),
  live: fetched([boot.scenarios], () => presented),
  guess: fetched([boot.scenarios], () => guess),
  compare,
};
// Ways of asking whose forms and results come in files of their own: each adds itself here.
const ways = {};
const formOf = (kind) => FORMS[kind] || fetched([boot.ways], () => ways[kind].form);
const asks = (step) => !["show", "scenario", "live"].includes(step.kind);
const shown = { key: "", round: "", told: "", form: null, menu: false, later: false, linkLost: false };

function screenKey(view) {
  const round = view.round;
  // What became of my words may be told a moment after the goodbye.
  if (view.session.phase === "closed") return ["closed", ...now.mine.contributions.map((own) => own.state)].join("/");
  if (view.session.phase !== "open") return view.session.phase;
  if (view.blank) return "blank";
  if (!view.step || !round) return "lobby";
  return ["q", view.step.id, round.id, round.state].join("/");
}

/** Follows what changed: builds another screen, or lets the one that is there refresh itself. */
function refresh(news) {
  const view = now.view;
  if (!view || !shown.started) return;
  const key = screenKey(view);
  if (key !== shown.key) build(view, key);
  else if (shown.form) shown.form.refresh();
  frame(view, news);
}

function build(view, key) {
  const first = shown.key === "";
  const sameQuestion = key.startsWith("q/") && shown.round === view.round.id;
  shown.key = key;
  shown.round = view.round ? view.round.id : "";
  shown.form = null;
  shown.told = "";
  const main = byId("main");
  if (key.startsWith("q/")) question(main, view);
  else put(main, SCREENS[key.split("/")[0]](view));
  const heading = main.querySelector("h1");
  document.title = heading.textContent + " · Rådslag";
  window.scrollTo(0, 0);
  if (!first && !sameQuestion && !shown.menu) heading.focus({ preventScroll: true });
  if (!first) announce(sameQuestion ? t("The question is closed.") : heading.textContent);
}

const SCREENS = {
  lobby: (view) => calmScreen(view.session.phase === "open" ? t("You are in") : t("We start soon"),
    t("Keep this page open. The first question comes here by itself.")),
  blank: () => calmScreen(t("Look up at the screen"), t("The next question comes here by itself.")),
  closed: (view) => [
    ...calmScreen(t("Thank you for taking part"),
      t("The workshop is over, and your answers are kept with the others."), "short"),
    el("p", {}, t("What happens now: those who invited you go through the answers and tell you what they lead to.")),
    el("p", {}, el("a", { href: "/explore/" + view.session.city }, t("See the facts about the municipality"))),
    shown.later ? mineSection() : null,
    el("h2", {}, t("To have something deleted")),
    el("p", {}, t("Open your receipt above, and delete what you want to take back. Without it, contact the municipality.")),
  ],
};

function calmScreen(title, text, size) {
  return [el("div", { class: "hush " + (size || "") }, el("div", { class: "mark", "aria-hidden": "true" }),
    el("h1", { tabindex: -1 }, title), el("p", { class: "lead" }, text))];
}

function question(main, view) {
  const { step, round } = view;
  const body = el("div", { id: "form" });
  const open = round.state === "open";
  put(main,
    el("div", { class: "where" }, el("span", { id: "where" }),
      round.number > 1 ? el("span", { class: "rs-tag" }, round.number > 2 ? t("Round {n}", { n: round.number }) : t("Second time")) : null,
      el("span", { id: "timer", class: "timer figures", role: "timer", "aria-live": "off" })),
    said("h1", step.title, { tabindex: -1 }),
    pick(step.text) ? said("p", step.text, { class: "lead" }) : null,
    step.card ? explanation(step.card) : null,
    step.view ? mapLink(step.view) : null,
    open || !asks(step) ? null
      : el("p", { class: "rs-note", id: "closed" }, t("The question is closed. Your answers can no longer be changed.")),
    round.delphi ? el("div", { id: "again" }) : null, body, round.delphi ? el("div", { id: "why" }) : null, el("div", { id: "results" }));
  if (open && step.kind !== "show") shown.form = formOf(step.kind)(body, round, step);
}

function explanation(card) {
  return el("div", { class: "card" }, pick(card.title) ? said("h2", card.title) : null,
    pick(card.text) ? said("p", card.text) : null,
    card.points && card.points.length ? el("ul", {}, card.points.map((p) => said("li", p))) : null);
}

function mapLink(view) {
  const query = new URLSearchParams({ indicator: view.indicator, year: view.year, layer: view.layer });
  return el("p", {}, el("a", { href: "/explore/" + view.city + "?" + query, target: "_blank" },
    t("Open the map on this phone"), el("span", { class: "visually-hidden" }, " (" + t("new tab") + ")")));
}

/** The frame around the question: where we are, what is revealed, what became of the answers. */
function frame(view, news) {
  const where = byId("where");
  if (where) where.textContent = t("Step {n} of {m}", { n: view.agenda.number, m: view.agenda.of });
  if (byId("again")) askedAgain(view.round);
  const place = byId("results");
  const open = view.round && view.round.state === "open";
  const told = JSON.stringify([view.results, view.previous, view.round && [view.round.part, view.round.told], place && !open ? mineOf(view) : null]);
  if (place && shown.later && told !== shown.told) {
    const had = shown.told && JSON.parse(shown.told)[0];
    put(place, results(view));
    if (!open) put(byId("form"), given(view.round, view.step, view.results));
    if (!had && view.results && news) announce(t("The results are here."));
    shown.told = told;
  }
  byId("banner").hidden = !now.restored;
  delivery(view);
  if (shown.menu) fillMenu();
}

/** A question that is asked again: its rule, what was answered before, and a place for one's reason. */
function askedAgain(round) {
  const [again, why] = [byId("again"), byId("why")];
  const told = JSON.stringify(round.delphi);
  if (again.told !== told) {
    again.told = told;
    Promise.all([part(boot.later), part(boot.ways)]).then(() => put(again, ways.delphi.lines(now.view)), () => { again.told = null; });
  }
  if (why.show) why.show();
  else if (round.delphi.reasons && round.state === "open" && !why.asked) {
    why.asked = true;
    Promise.all([part(boot.later), part(boot.own), part(boot.ways)])
      .then(() => { why.show = ways.delphi.why(why, round); }, () => { why.asked = false; });
  }
}

/** The truth about delivery, in one line. */
function delivery(view) {
  const waiting = outbox.entries();
  byId("app").dataset.line = line.joined ? "open" : "lost";
  const open = view.round && view.round.state === "open" && shown.key.startsWith("q/");
  const told = notice && (!notice.round || (view.round && notice.round === view.round.id));
  const answered = open && mineOf(view).length > 0;
  let [style, text] = ["", ""];
  if (view.alarm && (open || waiting.length)) [style, text] = ["kept", t("Answers cannot be taken just now. Yours are kept on this phone and sent later.")];
  else if (waiting.length && line.joined) [style, text] = ["sending", t("Sending …")];
  else if (waiting.length && store.lasting()) [style, text] = ["kept", t("Saved on this phone, waiting for network")];
  else if (waiting.length) [style, text] = ["kept", t("Waiting for network. Keep this page open.")];
  else if (told) [style, text] = ["refused", notice.text];
  else if (shown.linkLost) [style, text] = ["kept", t("No contact just now. We try again by ourselves.")];
  else if (answered) [style, text] = ["counted", t("Counted")];
  const status = byId("delivery");
  if (status.textContent !== text) {
    status.textContent = text;
    if (style === "counted" || style === "kept") announce(text);
  }
  status.className = style;
  const turnout = open && asks(view.step) && view.round.turnout;
  byId("turnout").textContent = turnout
    ? t("{n} of {m} have answered", { n: figure(turnout.answered), m: figure(turnout.joined) }) : "";
  byId("foot").hidden = !text && !turnout;
}

/** My answers and contributions in the round on screen. */
function mineOf(view) {
  return [...answers(view.round.id), ...contributions("pin", view.round.id), ...contributions("idea", view.round.id)].filter(Boolean);
}

/** The clock announces; it never closes anything. */
setInterval(() => {
  const face = byId("timer");
  // Losing the line for a moment is not worth a word; three seconds are.
  const lost = Boolean(shown.started) && !line.joined && Date.now() - line.since > 3000;
  if (lost !== shown.linkLost) {
    shown.linkLost = lost;
    refresh();
  }
  if (!face || !now.view) return;
  const timer = now.view.timer;
  const left = timer ? Math.ceil((timer.ends_at_ms - Date.now() - now.offset) / 1000) : 0;
  const text = !timer ? "" : left <= 0 ? t("Time is up")
    : Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  if (face.textContent !== text) face.textContent = text;
}, 500);

/** Scenarios to choose between: the ballot is there at once, what they are comes when it comes. */
function compare(host, round, step) {
  const cards = el("div");
  const ballot = el("div");
  put(host, cards, ballot);
  part(boot.scenarios).then(() => showCards(cards, now.view), () => null);
  return formOf(step.settings.ballot)(ballot, round, step);
}

/** A form whose script is fetched when its question opens. */
function fetched(addresses, form) {
  return (host, round, step) => {
    let made = null;
    const load = () => {
      put(host, el("p", { class: "soft", role: "status" }, t("One moment …")));
      Promise.all(addresses.map(part)).then(() => {
        if (host.isConnected) made = form()(host, round, step);
      }).catch(() => {
        put(host, el("p", {}, t("This question could not be fetched.")), button(t("Try again"), "primary", load));
      });
    };
    load();
    return { refresh: () => made && made.refresh() };
  };
}
