// The part of a result that the stage shows, in words: how many answered, who moved, by group.

const groupWords = () => ({
  resident: t("Residents"), municipality: t("The municipality"), state: t("State and county"), business: t("Businesses"),
  academia: t("Research and teaching"), civil: t("Associations"), others: t("Others together"), not_said: t("Not said"),
});

function partLines(view) {
  const { part: name, told, turnout } = view.round;
  if (name === "turnout") {
    return [el("p", { class: "lead figures" }, t("{n} of {m} have answered", { n: figure(turnout.answered), m: figure(turnout.joined) }))];
  }
  if (!told) {
    return [el("p", { class: "rs-note" }, name === "groups"
      ? t("The groups are too small to be told apart: nothing is shown of fewer than five.") : t("Too few moved to say"))];
  }
  const rows = name === "groups" ? told.items : told.options;
  const line = name === "groups" ? byGroup(told) : movedWays;
  return [el("h3", {}, name === "groups" ? t("By group") : t("Who moved")),
    el("ul", { class: "rows" }, rows.map((one) => el("li", {}, said("p", optionText(view, one.id)), el("p", { class: "figures" }, line(one)))))];
}

const byGroup = (told) => (one) => (one.for
  ? told.rows.map((row, at) => groupWords()[row.id] + " " + percent(one.for[at] / row.voters)).join(" · ")
  : t("Too few answers to show"));

const movedWays = (one) => (one.same == null ? t("Too few moved to say")
  : t("less for it now: {a} · as before: {s} · more for it: {b}", { a: figure(one.away), s: figure(one.same), b: figure(one.towards) }));

ways.parts = { lines: partLines };
