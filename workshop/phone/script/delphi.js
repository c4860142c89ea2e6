// A question asked again with feedback: the rule, what the room answered before, and why.

/** Between two words of a scale it is both. */
const between = (words, at) => [...new Set([words[Math.floor(at)], words[Math.ceil(at)]])].join(" – ");

function numberOf(view) {
  const { step, round } = view;
  const own = (ways[step.kind === "compare" ? step.settings.ballot : step.kind] || {}).number;
  const unit = (round.asked || {}).unit;
  return (value) => (own ? own(value, step) : minus(value) + (unit === "%" ? " %" : unit ? " " + unit : ""));
}

function ruleLine({ rounds: n, stop, most }) {
  if (stop === "middle") return t("We ask at most {n} times. We stop when half of us lie within {most} of each other on the scale.", { n, most: figure(most, Number.isInteger(most) ? 0 : 1) });
  if (stop === "changed") return t("We ask at most {n} times. We stop when fewer than {most}% change their answer.", { n, most });
  return t("We ask {n} times.", { n });
}

function saysLine(says) {
  if (says === "stop") return t("The rule we agreed on says: stop.");
  return says === "on" ? t("The rule we agreed on says: once more.") : t("Too few to say what the rule says: we decide together.");
}

/** The middle half of an earlier round, on the question's scale, with its numbers in words. */
function middleRow(middle, view) {
  const { scale: [low, high] } = view.round.delphi;
  const say = numberOf(view);
  const at = (value) => Math.max(0, Math.min(1, (value - low) / (high - low || 1)));
  const strip = bar([["gap", at(middle.q1)], ["chosen", Math.max(0.02, at(middle.q3) - at(middle.q1))]]);
  return el("li", {}, middle.id ? said("p", optionText(view, middle.id)) : null, strip,
    el("p", { class: "figures" }, t("In the middle {middle}, half of us between {low} and {high}", { middle: say(middle.median), low: say(middle.q1), high: say(middle.q3) })));
}

function againLines(view) {
  const { delphi } = view.round;
  const { feedback, says, reasons_given: given } = delphi;
  const against = feedback && feedback.verdict.says === "stop" && !says ? t("The rule said stop. We go on all the same.") : null;
  return [el("p", { class: "rs-note" }, says ? el("strong", {}, saysLine(says.says) + " ") : against ? el("strong", {}, against + " ") : null, ruleLine(delphi)),
    feedback ? el("section", { class: "card results" }, el("h2", {}, t("This is what we answered in round {n}.", { n: feedback.number })),
      feedback.middles.length ? el("ul", { class: "rows" }, feedback.middles.map((middle) => middleRow(middle, view)))
        : el("p", { class: "soft" }, t("Too few answers to show")),
      given.length ? el("h3", {}, t("Why, in people's own words")) : null,
      given.length ? el("ul", { class: "rows" }, given.map((one) => el("li", {}, el("p", { dir: "auto" }, one.text)))) : null) : null];
}

/** Why somebody answers so, or what they have against one option: a moderator reads it first, and others
    read it before they answer again. */
function whyBox(host, round, label, help, about) {
  const name = ["idea", round.id, about].filter(Boolean).join(".");
  const id = about ? "why-" + about : "why";
  const field = el("textarea", { id: id + "-text", class: "rs-textarea", rows: 2, maxlength: MOST_PARTS, "aria-describedby": id + "-help", oninput: () => draft.set(name, field.value) });
  const warning = el("div");
  const own = el("div");
  const send = button(t("Send my reason"), "", () => (field.value.trim() ? careful(field, warning, go, 200) : field.focus()));
  const form = el("div", {}, field, warning, send);

  function go() {
    const text = field.value.trim();
    field.value = "";
    draft.set(name, "");
    outbox.put({ do: "idea", round: round.id, text, ...(about ? { item: about } : {}) });
  }

  function show() {
    const sent = contributions("idea", round.id);
    const mine = sent.filter((one) => (one.about || one.item || "") === (about || ""));
    form.hidden = sent.length > 1 || Boolean(about && mine.length);
    if (!busy(own)) put(own, mine.length ? list(mine) : null);
  }

  field.value = draft.get(name) || "";
  put(host, el(about ? "section" : "div", { class: about ? null : "card" }, el("label", { class: "rs-label", for: id + "-text" }, label || t("Why do you answer so? (if you like)")),
    el("p", { id: id + "-help", class: "soft" }, help || t("Others read it without your name before they answer again. A moderator reads it first.")), form, own));
  show();
  return show;
}

ways.delphi = { lines: againLines, why: whyBox };
