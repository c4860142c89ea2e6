/* The list of workshops: shows the lines that match city, words and the rehearsal switch.
   The choice is kept in the address, so that it can be sent to a colleague. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const node = (name) => document.getElementById("review-" + name);

  function matches(row, wish) {
    const words = wish.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    return (!wish.city || row.city === wish.city)
      && (wish.rehearsals || row.rehearsal !== "true")
      && words.every((word) => row.text.includes(word));
  }

  function wish() {
    return {
      city: node("city").value,
      text: node("search").value,
      rehearsals: node("rehearsals").getAttribute("aria-checked") === "true",
    };
  }

  function keep({ city, text, rehearsals }) {
    const address = new URL(window.location.href);
    const told = { city, text: text.trim(), rehearsals: rehearsals ? "1" : "" };
    for (const [name, value] of Object.entries(told)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    window.history.replaceState(window.history.state, "", address);
  }

  function show() {
    const now = wish();
    let n = 0;
    for (const row of node("list").tBodies[0].rows) {
      row.hidden = !matches(row.dataset, now);
      n += row.hidden ? 0 : 1;
    }
    const { one, many } = node("count").dataset;
    node("count").textContent = (n === 1 ? one : many).replace("{n}", String(n));
    node("nothing").hidden = n > 0;
    node("list").hidden = n === 0;
    keep(now);
  }

  function start() {
    if (!node("list")) return;
    const asked = new URLSearchParams(window.location.search);
    node("city").value = asked.get("city") || "";
    if (asked.get("text")) node("search").value = asked.get("text");
    const toggle = node("rehearsals");
    toggle.setAttribute("aria-checked", String(asked.get("rehearsals") === "1"));
    node("city").addEventListener("change", show);
    node("search").addEventListener("input", show);
    toggle.addEventListener("click", () => {
      toggle.setAttribute("aria-checked", String(toggle.getAttribute("aria-checked") !== "true"));
      show();
    });
    show();
  }

  radslag.reviewList = { start, matches };
})();
