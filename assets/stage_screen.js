/* Draws one view of the stage into the elements of dashboards/stage.py: words, turnout, results, timer.
   It decides nothing about order or time: stage.js gives it the view to show. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const { results, exhibit } = radslag;
  const { write } = results;
  const node = (name) => document.getElementById("stage-" + name);

  /** Which of the screens a view asks for. */
  function scene(view) {
    if (view.session.phase === "closed") return "closed";
    if (view.step && view.round) return "step";
    return "lobby";
  }

  /** What fills the middle: the map, the answers, both, a card, or only the words above. */
  function middle(view) {
    if (scene(view) !== "step") return "nothing";
    const { step } = view;
    if (exhibit.shows(view)) return view.results || results.delphiOf(view) ? "exhibit-answers" : "exhibit";
    if (results.crowded(view)) return "answers";
    const side = view.results || view.round.part || view.round.delphi || (step.options || []).length || step.kind === "pins" || step.kind === "ideas";
    const map = Boolean(step.view) || step.kind === "pins";
    if (map) return side ? "both" : "map";
    if (step.card) return "card";
    return side ? "answers" : "nothing";
  }

  /** Whether the room is asked something, and not only shown it. */
  const asking = (step) => !["show", "scenario", "live"].includes(step.kind);

  function say(name, text, lang) {
    const element = node(name);
    if (!element) return;
    write(element, text, lang);
    element.hidden = !text;
  }

  /** A text in several languages, marked with the language it is found in. */
  function tell(name, text, lang) {
    say(name, results.pick(text, lang), results.picked(text, lang));
  }

  function drawHead(view, { t, lang }) {
    const { session, step, round, agenda } = view;
    const at = scene(view);
    const chips = [results.pick(session.title, lang)];
    if (at === "step" && agenda.number) chips.push(t("{n} of {m}", { n: agenda.number, m: agenda.of }));
    if (at === "step" && round.number === 2) chips.push(t("Second round"));
    if (at === "step" && round.number > 2) chips.push(t("Round {n}", { n: round.number }));
    if (at === "step" && round.state === "closed" && asking(step)) chips.push(t("Closed for answers"));
    say("where", at === "lobby" ? "" : chips.join("  ·  "));
    if (at === "step") tell("question", step.title, lang);
    else if (at === "lobby") tell("question", session.title, lang);
    else say("question", t("Thank you for taking part"), lang);
    if (at === "step") tell("text", step.text, lang);
    else say("text", at === "closed" ? closing(view, t) : waiting(view, t), lang);
    node("question").style.setProperty("--long", node("question").textContent.length > 70 ? "0.78" : "1");
  }

  function waiting(view, t) {
    return view.session.phase === "open" ? t("The next question is on its way.") : t("We begin soon. Find your seat and your phone.");
  }

  function closing(view, t) {
    return t("{n} took part. The workshop is saved, and nobody's name is in it.", { n: view.people.joined });
  }

  function drawSeal(view, { t }) {
    const closed = scene(view) === "closed";
    say("seal", closed && view.head ? t("Seal of the record: {hash}. It is in the report too, and shows whether anything was changed later.", { hash: view.head.slice(0, 12) }) : "");
    say("later", closed ? t("Look back: {url}", { url: view.join.url.replace(/^https?:\/\//, "") }) : "");
  }

  function drawJoin(view, { t, key }) {
    const { join } = view;
    if (!join) return;
    const qr = node("qr");
    // Who shows the key gets the code with the token in it, which spares a hall all typing.
    const address = key && !join.qr.includes("?") ? join.qr + "?key=" + encodeURIComponent(key) : join.qr;
    if (qr.getAttribute("src") !== address) qr.setAttribute("src", address);
    qr.alt = t("QR code for {url}", { url: join.url });
    say("go", scene(view) === "closed" ? "" : t("Join on your phone"));
    const host = new URL(join.url, window.location.href).host;
    say("host", host);
    node("host").style.setProperty("--letters", String(Math.max(12, host.length)));
    say("code", join.code);
    widen(node("code"));
  }

  /** A code of wide letters becomes smaller, never cut. */
  function widen(code) {
    code.style.setProperty("--wide", "1");
    const room = code.parentElement.clientWidth;
    if (code.scrollWidth > room) code.style.setProperty("--wide", (room / code.scrollWidth).toFixed(3));
  }

  function drawPeople(view, { t, f }) {
    const asks = scene(view) === "step" && asking(view.step);
    const turnout = asks ? view.round.turnout : null;
    const meter = node("meter");
    meter.hidden = !turnout;
    if (turnout) {
      const share = turnout.joined ? Math.min(1, turnout.answered / turnout.joined) : 0;
      say("people", t("{n} of {m}", { n: f.count(turnout.answered), m: f.count(turnout.joined) }));
      say("people-words", t("have answered"));
      meter.firstElementChild.style.transform = `scaleX(${share.toFixed(4)})`;
      return;
    }
    const closed = scene(view) === "closed";
    const here = view.people.here === undefined ? view.people.joined : view.people.here;
    say("people", f.count(closed ? view.people.joined : here));
    say("people-words", closed ? t("took part") : t("here now"));
  }

  /** How people are let in, and with that what a count of them is worth. */
  function drawLevel(view, { t }) {
    const told = {
      device: t("Open to all: one answer from each phone. A guide, not a count of people."),
      table: t("Table codes: each table has a set number of phones."),
      codes: t("One-time codes: one person, one answer. Not a secret ballot."),
    };
    say("level", told[view.session.level]);
  }

  function drawCard(view, { lang }) {
    const card = view.step && view.step.card;
    const element = node("card");
    element.hidden = !card;
    if (!card) return;
    tell("card-title", card.title, lang);
    tell("card-text", card.text, lang);
    const points = (card.points || []).map((point, index) => ({ key: index, point }));
    results.keyed(node("card-points"), points, () => document.createElement("li"), (item, { point }) =>
      write(item, results.pick(point, lang), results.picked(point, lang)));
    shrink(element, 1.25);
  }

  /** Make an element's words smaller until they fit; never a scroll bar. */
  function shrink(element, largest, smallest) {
    for (let size = largest; size >= (smallest || 0.5); size -= 0.05) {
      element.style.setProperty("--fit", size.toFixed(2));
      if (element.scrollHeight <= element.clientHeight + 1) return true;
    }
    return false;
  }

  /** Scenarios keep their letters: what has no room beside the figures is left out, step by step. */
  function fitExhibit(element, largest) {
    for (let lean = 0; lean <= 4; lean += 1) {
      element.dataset.lean = String(lean);
      if (shrink(element, largest, 0.9)) return;
    }
    shrink(element, 0.9);
  }

  function drawAnswers(view, { t, f, lang, words }) {
    const element = node("results");
    const asks = scene(view) === "step" && asking(view.step);
    const shown = asks && (results.partOf(view) || results.delphiOf(view));
    const hidden = asks && !view.results && !shown;
    say("hidden", (asks && results.delphiWords(view, t, f, lang)) || (hidden ? hiddenWords(view, t) : ""));
    if (!asks || (hidden && middle(view) === "exhibit")) return results.clear(element);
    const options = { lang, words, size: "stage" };
    if (shown) return results.draw(element, shown, options);
    if (view.results) return results.draw(element, view, options);
    return results.drawAsked(element, view, options);
  }

  /** What waits behind the answers: of a guess the model's, too. */
  function hiddenWords(view, t) {
    if (view.step.kind === "guess") return t("Guess on your phone. The model's answer comes afterwards.");
    // Scenarios need the room; that answers are hidden is said on every phone.
    return middle(view) === "exhibit" ? "" : t("The answers are hidden until the facilitator shows them.");
  }

  /** The scenarios of a step: beside each other, or in one line above the answers. */
  function drawExhibit(view, context) {
    const found = scene(view) === "step" ? exhibit.shows(view, context.moving) : null;
    exhibit.draw(node("exhibit"), found, context, { compact: Boolean(view.results || results.delphiOf(view) || (view.round && view.round.part)), asked: view.results || results.delphiOf(view) ? "" : exhibit.question(view, context) });
  }

  /** Draw a view; `context` has lang, words, t and f. */
  function draw(view, context) {
    const stage = node("root");
    stage.dataset.scene = scene(view);
    stage.dataset.middle = middle(view);
    stage.dataset.many = String(((view.step || {}).options || []).length > 4);
    stage.dataset.crowd = String(scene(view) === "step" && Boolean(view.results) && (results.crowded(view) || view.step.kind === "budget"));
    stage.dataset.blank = String(Boolean(view.blank));
    stage.dataset.rehearsal = String(Boolean(view.session.rehearsal));
    node("main").setAttribute("aria-hidden", String(Boolean(view.blank)));
    say("rehearsal", view.session.rehearsal ? context.t("Rehearsal: these participants are simulated") : "");
    drawHead(view, context);
    drawSeal(view, context);
    drawJoin(view, context);
    drawPeople(view, context);
    drawLevel(view, context);
    shrinkHead();
    drawCard(view, context);
    drawExhibit(view, context);
    fitExhibit(node("exhibit"), view.results ? 0.95 : 1.15);
    drawAnswers(view, context);
  }

  /** The words above the answers never take more than their share of the height. */
  function shrinkHead() {
    shrink(node("head"), 1);
  }

  /** What a listener hears about a view: the question, then how far the answers have come. */
  function spoken(view, context) {
    if (view.blank) return context.t("The screen is blank for a moment.");
    const question = node("question").textContent;
    if (scene(view) !== "step" || view.step.kind === "show") return question;
    const found = exhibit.shows(view, context.moving);
    if (found && view.step.kind === "guess" && !view.results) return question + " " + exhibit.question(view, context);
    if (found && !view.results) return question + " " + exhibit.spoken(found, context);
    const shown = results.partOf(view) || results.delphiOf(view);
    if (shown || view.results) return question + " " + results.spoken(shown || view, context);
    return question + " " + node("people").textContent + " " + node("people-words").textContent + ".";
  }

  radslag.screen = { draw, scene, middle, spoken, say };
})();
