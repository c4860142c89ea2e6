// My pins and ideas, with what became of them and a way to take them back.

function states() {
  return {
    unsent: t("Not sent yet"),
    pending: t("Waiting for the moderator"),
    approved: t("Shown to everybody"),
    rejected: t("Not shown"),
    merged: t("Shown together with a similar one"),
  };
}

/** My contributions, with what became of them, and a way to take them back. */
function list(items) {
  const words = states();
  return el("ul", { class: "rows" }, items.map((one) => el("li", {},
    one.kind === "pin" ? el("p", { class: "pin-line" }, pinTitle(one)) : null,
    one.text ? el("p", {}, one.text) : null,
    el("div", { class: "between" },
      el("span", { class: "state " + one.state }, one.kind === "pin" && !one.text && one.state !== "unsent"
        ? t("On the map") : words[one.state]),
      one.leaving ? el("span", { class: "soft" }, t("Being deleted …"))
        : one.id && now.view.session.phase !== "closed" ? removal(one) : null))));
}

function pinTitle(pin) {
  for (const step of [now.view.step]) {
    const found = step && step.kind === "pins" && step.settings.categories.find((c) => c.id === pin.category);
    if (found) return pick(found.text) + (pin.place ? " · " + pin.place : "");
  }
  return pin.place || t("A pin on the map");
}

/** Two presses: the first one asks. */
function removal(one) {
  const host = el("span", { class: "removal" });
  const ask = button(t("Delete"), "small danger", () => {
    put(host, button(t("Yes, delete"), "small danger", () => {
      outbox.put({ do: "delete", item: one.id });
    }), button(t("Keep"), "small", () => {
      put(host, ask);
      ask.focus();
    }));
    host.firstChild.focus();
  }, { "aria-label": t("Delete") + ": " + (one.text || pinTitle(one)) });
  host.append(ask);
  return host;
}

/** What I answered to a question that is closed, until the results say it beside the room's. */
function given(round, step, told) {
  if (step.kind === "pins" || step.kind === "ideas") return mineSection(round.id);
  const rows = step.options.map((option) => [option, mineIn(round, step, option.id)]).filter((row) => row[1]);
  if (told || !rows.length) return null;
  return el("section", {}, el("h2", {}, t("My answers")),
    el("ul", { class: "rows" }, rows.map(([option, words]) => el("li", {}, said("p", option.text),
      el("p", { class: "soft" }, words)))));
}

/** My answer about one option in words, or null. */
function mineIn(round, step, id) {
  const one = answer(round.id, step.kind === "approval" ? "" : id);
  if (!one) return null;
  if (step.kind === "statements") return STANCES[one.value].sign + " " + STANCES[one.value].word;
  if (step.kind === "approval") return one.value.includes(id) ? t("chosen") : null;
  return one.value === "abstain" ? t("No opinion") : figure(one.value);
}

function mineSection(round) {
  const own = contributions("pin", round).concat(contributions("idea", round));
  return el("section", {}, el("h2", {}, t("My contributions")), own.length ? list(own)
    : el("p", { class: "soft" }, t("You have not sent any pins or ideas.")));
}
