// Approval (mark all you could live with) and score (a number for each): saved while you choose.

const RESTED_MS = 700;

function approval(host, round, step) {
  const cap = step.settings.cap;
  const boxes = {};
  const tally = el("p", { class: "count", role: "status" });
  const none = el("input", { type: "checkbox", onchange: () => save(none.checked ? "abstain" : []) });

  function save(value) {
    const rev = revision(round.id, "");
    const empty = Array.isArray(value) && !value.length;
    const body = empty && answer(round.id, "") ? { do: "withdraw" } : { do: "ballot", value };
    outbox.put({ ...body, round: round.id, item: "", rev }, RESTED_MS);
  }

  function toggle(event) {
    const marks = step.options.map((o) => o.id).filter((id) => boxes[id].checked);
    if (cap && marks.length > cap) {
      event.target.checked = false;
      announce(t("You can choose at most {n}. Take one away first.", { n: cap }));
      tally.classList.add("full");
      return;
    }
    save(marks);
  }

  function show() {
    const value = (answer(round.id, "") || {}).value;
    const marks = Array.isArray(value) ? value : [];
    for (const id in boxes) {
      boxes[id].checked = marks.includes(id);
      boxes[id].closest("label").classList.toggle("spent", Boolean(cap) && marks.length >= cap && !marks.includes(id));
    }
    none.checked = value === "abstain";
    tally.textContent = cap
      ? t("{n} of at most {m} chosen", { n: marks.length, m: cap })
      : t("{n} chosen", { n: marks.length });
    if (!cap || marks.length < cap) tally.classList.remove("full");
  }

  put(host, el("fieldset", { class: "choices" },
    el("legend", {}, cap ? t("Choose up to {n}", { n: cap }) : t("Choose all that you support")),
    tally,
    step.options.map((option) => {
      boxes[option.id] = el("input", { type: "checkbox", onchange: toggle });
      return el("label", { class: "choice" }, boxes[option.id], said("span", option.text));
    }),
    el("label", { class: "choice quiet" }, none, el("span", {}, t("None of these: I abstain")))));
  show();
  return { refresh: show };
}

function score(host, round, step) {
  const max = step.settings.max;
  const inputs = {};

  function rate(option, value) {
    const rev = revision(round.id, option.id);
    outbox.put({ do: "ballot", round: round.id, item: option.id, value, rev }, RESTED_MS);
  }

  function dial(option, value, text, style) {
    const input = el("input", {
      type: "radio", name: "score-" + option.id, value, onchange: () => rate(option, value),
    });
    (inputs[option.id] = inputs[option.id] || []).push([value, input]);
    return el("label", { class: style }, input, el("span", {}, text));
  }

  function row(option) {
    const numbers = Array.from({ length: max + 1 }, (_, k) => k);
    return el("fieldset", { class: "card rating" },
      said("legend", option.text),
      el("div", { class: "dials", "data-n": max + 1 }, numbers.map((k) => dial(option, k, figure(k), "dial"))),
      el("div", { class: "ends", "aria-hidden": "true" },
        el("span", {}, t("Not at all")), el("span", {}, t("Very much"))),
      dial(option, "abstain", t("No opinion"), "dial wide"));
  }

  function show() {
    for (const id in inputs) {
      const mine = answer(round.id, id);
      for (const [value, input] of inputs[id]) input.checked = Boolean(mine) && mine.value === value;
    }
  }

  put(host,
    pick(step.text) ? null : el("p", { class: "soft" }, t("0 means not at all, {n} means very much.", { n: max })),
    step.options.map(row));
  show();
  return { refresh: show };
}
