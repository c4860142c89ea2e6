/* The building registers or lists of stations that are kept of a city: which one is in force, and
   taking another. */
(function () {
  "use strict";
  const box = () => document.getElementById("import-registers");
  let asked = null; // the city and the kind that are on the page

  async function tell(options) {
    const { sayLost } = box().dataset;
    const query = asked;
    let told;
    try {
      const answer = await fetch(`/import/registers?${query}`, {
        headers: { Accept: "application/json", "Content-Type": "application/json" }, ...options,
      });
      if (!answer.ok) throw new Error(answer.status);
      told = await answer.json();
    } catch {
      told = { registers: null, said: options ? sayLost : "" };
    }
    if (query === asked && box()) draw(told);
  }

  function draw({ registers, said }) {
    const [note, list] = [box().querySelector(".rs-note"), box().querySelector("ul")];
    note.hidden = !said;
    note.textContent = said;
    if (registers) list.replaceChildren(...registers.map(row));
    box().hidden = !list.children.length;
  }

  function row(each) {
    const { sayNow, sayUse } = box().dataset;
    const item = document.createElement("li");
    const [name, about] = [document.createElement("p"), document.createElement("p")];
    name.textContent = each.name;
    about.className = "soft";
    about.textContent = each.about;
    item.append(name, about);
    if (each.now) {
      const now = document.createElement("strong");
      now.textContent = sayNow;
      item.append(now);
      return item;
    }
    const use = document.createElement("button");
    use.type = "button";
    use.className = "rs-button";
    use.textContent = sayUse;
    use.setAttribute("aria-label", `${sayUse}: ${each.name}`);
    use.addEventListener("click", () => tell({ method: "POST", body: JSON.stringify({ number: each.number }) }));
    item.append(use);
    return item;
  }

  function look(city, kind) {
    asked = String(new URLSearchParams({ city, kind }));
    if (!kind) box().hidden = true;
    else tell();
  }

  document.addEventListener("import-arranged", (event) => look(event.detail.city, event.detail.kept));

  /* What was just imported is one of them. */
  let done = null;
  new MutationObserver(() => {
    const result = document.querySelector("#import-result [data-register]");
    if (result && result !== done) tell();
    done = result;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
