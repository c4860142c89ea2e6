// What ways of asking share that place an option on a scale of words.

/** The colour of step `k` of `n`: from warm over grey to cold, the further out the stronger. */
function shade(k, n) {
  const out = (2 * k) / (n - 1) - 1;
  const end = out < 0 ? "var(--disagree)" : "var(--agree)";
  return out ? "color-mix(in srgb, " + end + " " + Math.round(25 + 75 * Math.abs(out)) + "%, var(--surface))" : "var(--pass)";
}

/** How many are on each step, as one bar in the order given and in words; [step, its word, how many]. */
function profile(row, steps, n) {
  const all = steps.reduce((sum, [, , often]) => sum + often, 0) || 1;
  const drawn = bar(steps.map(([, , often]) => ["step", often / all]));
  [...drawn.children].forEach((piece, at) => { piece.style.background = shade(steps[at][0], n); });
  row.querySelector(".bar").replaceWith(drawn);
  row.append(el("p", { class: "soft figures" }, steps.filter(([, , often]) => often)
    .map(([, word, often]) => t("{word}: {n}", { word, n: figure(often) })).join(" · ")));
  return drawn;
}
