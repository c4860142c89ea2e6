// What the forms for one ballot about all options share.

/** What a question's own way of asking is about, in one line; its example goes away for good. */
function hint(kind, line, example) {
  const place = "hint." + kind;
  const box = el("p", { class: "rs-note hint" }, example + " ",
    button(t("I see"), "small", () => { store.set(place, 1); box.remove(); }));
  return [el("p", { class: "soft" }, line), store.get(place) ? null : box];
}

/** A ballot about all options at once: what stands, how it changes, the way back, and abstaining.
    Until it is whole it waits on this phone, and nothing is sent. */
function oneBallot(round, nothing, show, whole = (value) => Object.keys(value).length > 0) {
  const begun = "begun." + round.id;
  const before = [];
  const box = el("input", { type: "checkbox", onchange: () => change(box.checked ? "abstain" : nothing) });
  const back = button(t("Undo"), "small", () => before.length && send(before.pop()));
  const none = el("label", { class: "choice quiet" }, box, el("span", {}, t("None of these: I abstain")));

  const mine = () => store.get(begun) || (answer(round.id, "") || { value: nothing }).value;
  const given = () => (mine() === "abstain" ? nothing : mine());

  function send(value) {
    const ready = value === "abstain" || whole(value);
    if (ready || !Object.keys(value).length) store.remove(begun);
    else store.set(begun, value);
    const body = ready ? { do: "ballot", value } : { do: "withdraw" };
    if (ready || answer(round.id, "")) {
      outbox.put({ ...body, round: round.id, item: "", rev: revision(round.id, "") }, RESTED_MS);
    }
    show();
  }

  function change(value) {
    before.push(mine());
    send(value);
  }

  function refresh() {
    box.checked = mine() === "abstain";
    back.disabled = !before.length;
  }

  return { given, change, refresh, back, none };
}

/** An answer to each option apart, and the way back; what follows at once is one change. */
function eachBallot(round, show) {
  const before = [];
  let last = { item: null, at: 0 };
  const back = button(t("Undo"), "small", () => before.length && send(...before.pop()));

  function send(item, value) {
    const body = value === null ? { do: "withdraw" } : { do: "ballot", value };
    outbox.put({ ...body, round: round.id, item, rev: revision(round.id, item) }, RESTED_MS);
    show();
  }

  function change(item, value) {
    const mine = answer(round.id, item);
    if (item !== last.item || Date.now() - last.at > RESTED_MS) before.push([item, mine ? mine.value : null]);
    last = { item, at: Date.now() };
    send(item, value);
  }

  return { change, back, refresh: () => { back.disabled = !before.length; } };
}
