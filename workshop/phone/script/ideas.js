// Ideas: write a short one, and support those that the moderator has let through.

function ideas(host, round, step) {
  const { length, per_person: most } = step.settings;
  const name = "idea." + round.id;
  const left = el("span", { class: "count" });
  const field = el("textarea", {
    id: "idea", class: "rs-textarea", rows: 3, maxlength: MOST_PARTS, "aria-describedby": "idea-help",
    oninput: () => {
      draft.set(name, field.value);
      count();
    },
  });
  const send = button(t("Send my idea"), "primary big", submit);
  const warning = el("div");
  const form = el("div", { class: "card" });
  const own = el("div");
  const others = el("div");

  function count() {
    left.textContent = t("Characters left: {n}", { n: length - letters(field.value) });
  }

  function submit() {
    if (!field.value.trim()) return field.focus();
    return careful(field, warning, go, length);
  }

  function go() {
    const text = field.value.trim();
    field.value = "";
    draft.set(name, "");
    count();
    return outbox.put({ do: "idea", round: round.id, text });
  }

  function support(idea, on) {
    const rev = revision(round.id, idea.id, true);
    outbox.put({ do: "support", round: round.id, item: idea.id, value: on, rev });
  }

  function other(idea) {
    const mine = answer(round.id, idea.id, true);
    const on = Boolean(mine && mine.value);
    return el("li", {}, el("p", { dir: "auto" }, idea.text),
      el("button", {
        type: "button", class: "rs-button support", "aria-pressed": String(on),
        "aria-label": t("Support") + ": " + idea.text, onclick: () => support(idea, !on),
      }, el("span", { "aria-hidden": "true" }, on ? "♥" : "♡"), on ? t("You support this") : t("Support")));
  }

  function show() {
    const mine = contributions("idea", round.id);
    const told = (now.view.ideas || []).filter((idea) => !mine.some((one) => one.id === idea.id));
    const spent = mine.length >= most;
    field.hidden = send.hidden = left.hidden = spent;
    byId("idea-help").textContent = spent
      ? t("You have sent all the ideas that one person can send. Thank you!")
      : t("A moderator reads it before anybody else sees it. Do not write names or numbers of people.");
    if (!field.value && draft.get(name)) field.value = draft.get(name);
    count();
    if (!busy(own)) put(own, mine.length ? el("h2", {}, t("My ideas")) : null, mine.length ? list(mine) : null);
    keepFocus(others, () => put(others, told.length ? el("h2", {}, t("Ideas from others")) : null,
      told.length ? el("ul", { class: "rows" }, told.map(other)) : null));
  }

  put(host, form, own, others);
  put(form, el("label", { class: "rs-label", for: "idea" }, t("My idea")), field,
    el("p", { class: "between" }, el("span", { id: "idea-help", class: "soft" }), left), warning, send);
  show();
  return { refresh: show };
}
