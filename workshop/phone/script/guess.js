// A guess: a number for what a scenario would do, before the model says its own.

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
