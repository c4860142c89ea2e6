// My pins and ideas: what became of them, and ways to correct them and to take them back.

function states() {
  return {
    unsent: t("Not sent yet"),
    pending: t("Waiting for the moderator"),
    approved: t("Shown to everybody"),
    rejected: t("Not shown"),
    merged: t("Shown together with a similar one"),
  };
}

/** My contributions, each with what may still be done about it. */
function list(items) {
  return el("ul", { class: "rows" }, items.map((one) => el("li", { "data-id": one.id || "" },
    one.kind === "pin" ? el("p", { class: "pin-line" }, pinTitle(one)) : null,
    one.text ? el("p", { dir: "auto" }, one.text) : null,
    one.kind === "pin" ? photoBox(one) : null,
    el("div", { class: "between" }, el("span", { class: "state " + one.state }, became(one)), choices(one)))));
}

function became(one) {
  if (one.state === "pending" && (one.finding || []).length) return t("Held back until a moderator has read it");
  if (one.kind === "pin" && !one.text && one.state !== "unsent") return t("On the map");
  return states()[one.state];
}

function choices(one) {
  if (one.leaving) return el("span", { class: "soft" }, t("Being deleted …"));
  if (!one.id || now.view.session.phase === "closed") return null;
  return el("span", { class: "removal" }, one.text ? correction(one) : null, removal(one));
}

/** Other words for what I wrote; the moderator reads them before they are shown. */
function correction(one) {
  const words = t("Correct");
  return button(words, "small", (event) => {
    const row = event.target.closest("li");
    const kept = [...row.childNodes];
    const field = el("textarea", {
      class: "rs-textarea", rows: 3, "aria-label": words, maxlength: MOST_PARTS,
    });
    const warning = el("div");
    const back = () => {
      row.replaceChildren(...kept);
      row.querySelector("button").focus();
    };
    const send = () => {
      const text = field.value.trim();
      put(row);
      outbox.put({ do: "correct", item: one.id, text });
      announce(t("Your words are changed. A moderator reads them first."));
    };
    field.value = one.text;
    put(row, field, warning, el("div", { class: "between" },
      button(t("Save"), "small primary", () => careful(field, warning, send, lengthOf(one))), button(t("Cancel"), "small", back)));
    field.focus();
  }, { "aria-label": words + ": " + one.text });
}

/** Whether somebody is in the middle of something here, which must not be drawn away. */
function busy(host) {
  return Boolean(host.querySelector("li textarea, .asking"));
}

/** How long a text may be; a question that is no longer on screen is checked by the server alone. */
function lengthOf(one) {
  const { round, step } = now.view;
  return round && round.id === one.round ? step.settings.length || 200 : 400;
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
    host.classList.add("asking");
    put(host, button(t("Yes, delete"), "small danger", () => {
      host.classList.remove("asking");
      outbox.put({ do: "delete", item: one.id });
    }), button(t("Keep"), "small", () => {
      host.classList.remove("asking");
      put(host, ask);
      ask.focus();
    }));
    host.firstChild.focus();
  }, { "aria-label": t("Delete") + ": " + (one.text || pinTitle(one)) });
  host.append(ask);
  return host;
}

/** Everything of mine, in one round or in all. */
function mine(round) {
  const own = contributions("pin", round).concat(contributions("idea", round));
  return own.length ? list(own) : el("p", { class: "soft" }, t("You have not sent any pins or ideas."));
}
