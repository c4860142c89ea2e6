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
  const rows = told && (told.items || (told.options.some((one) => one.same != null) && told.options));
  if (!rows) {
    return [el("p", { class: "rs-note" }, name === "groups"
      ? t("The groups are too small to be told apart: nothing is shown of fewer than five.")
      : t("Who moved is not shown: it would tell about fewer than five. In a small room it is often so."))];
  }
  const line = name === "groups" ? byGroup(told) : movedWays;
  return [el("h3", {}, name === "groups" ? t("By group") : t("Who moved")),
    el("ul", { class: "rows" }, rows.map((one) => el("li", {}, said("p", optionText(view, one.id)), el("p", { class: "figures" }, line(one)))))];
}

const untold = () => t("Not shown: it would tell about fewer than five.");

const byGroup = (told) => (one) => (one.for
  ? told.rows.map((row, at) => groupWords()[row.id] + " " + percent(one.for[at] / row.voters)).join(" · ")
  : untold());

const movedWays = (one) => (one.same == null ? untold()
  : t("less for it now: {a} · as before: {s} · more for it: {b}", { a: figure(one.away), s: figure(one.same), b: figure(one.towards) }));

ways.parts = { lines: partLines };
