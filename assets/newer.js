/* A page without a live line learns that the server has a newer version of it, and offers it.
   It asks when somebody comes back to the page, and now and then; it never takes a page away. */
(function () {
  "use strict";
  const ASK_EVERY_MS = 300000;
  let first = "";

  async function version() {
    try {
      const answer = await fetch("/readyz");
      return answer.ok ? (await answer.json()).page : "";
    } catch {
      return "";
    }
  }

  async function ask() {
    if (document.visibilityState !== "visible" || document.getElementById("newer")) return;
    const now = await version();
    first = first || now;
    if (now && now !== first) offer();
  }

  async function words() {
    try {
      const answer = await fetch("/words/shared." + document.documentElement.lang + ".json");
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }

  async function offer() {
    const known = await words();
    const t = (text) => known[text] || text;
    const text = document.createElement("p");
    const line = document.createElement("aside");
    const load = document.createElement("button");
    text.textContent = t("A newer version of this page is ready.");
    load.textContent = t("Load it now");
    Object.assign(load, { type: "button", className: "rs-button primary" });
    Object.assign(line, { id: "newer", className: "newer" });
    text.setAttribute("role", "status");
    line.setAttribute("aria-label", t("A newer version"));
    load.addEventListener("click", () => window.location.reload());
    line.append(text, load);
    document.body.append(line);
  }

  document.addEventListener("visibilitychange", ask);
  window.setInterval(ask, ASK_EVERY_MS);
  ask();
})();
