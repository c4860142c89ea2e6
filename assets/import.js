/* The import page in the browser: the file field, sending a file or asking a service. What comes
   back is a token; the server's callback shows what it would change, and import_columns.js asks. */
(function () {
  "use strict";
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const { show } = window.radslag.imports;
  const byId = (id) => document.getElementById(id);
  let sending = null; // the request under way

  const city = () => byId("import-city").value;
  const said = (text) => dc.set_props("import-said", { children: text });

  function state(text) {
    const line = byId("import-state");
    if (line) line.textContent = text;
  }

  /* What is brought: "results", "buildings", "stations", or "" for what the file's name says. */
  const kind = () => byId("import-kind").value;
  const asked = (path) => `${path}?city=${encodeURIComponent(city())}&kind=${kind()}`;

  async function send(file) {
    const say = byId("import-drop").dataset;
    said("");
    show(null);
    byId("import-name").textContent = file.name;
    if (file.size > Number(say.most)) return said(say.sayLarge);
    if (sending) sending.abort();
    const mine = (sending = new AbortController());
    state(say.saySending);
    const reading = window.setTimeout(() => sending === mine && state(say.sayReading), 900);
    try {
      const answer = await fetch(asked("/import/upload"), {
        method: "POST",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/octet-stream",
          "X-File-Name": encodeURIComponent(file.name),
        },
        body: file,
        signal: mine.signal,
      });
      const told = await answer.json();
      if (told.ok) show(told.token);
      else said(told.text);
    } catch (problem) {
      if (problem.name !== "AbortError") said(say.sayLost);
    } finally {
      window.clearTimeout(reading);
      if (sending === mine) {
        sending = null;
        state("");
        byId("import-file").value = "";
      }
    }
  }

  /* The file field: a real one, with our words on it. */
  function furnish(drop) {
    const say = drop.dataset;
    const field = document.createElement("input");
    field.type = "file";
    field.id = "import-file";
    field.className = "visually-hidden";
    field.accept = ".csv,.xlsx,.parquet,.geoparquet,.geojson,.json,.gpkg,.zip,.fgb";
    const label = document.createElement("label");
    label.htmlFor = field.id;
    label.className = "rs-button primary";
    label.textContent = say.sayChoose;
    const hint = document.createElement("p");
    hint.className = "soft";
    hint.textContent = `${say.sayDrop} · ${say.sayMost}`;
    const name = document.createElement("p");
    name.id = "import-name";
    name.className = "import-name";
    const line = document.createElement("p");
    line.id = "import-state";
    line.setAttribute("role", "status");
    field.addEventListener("change", () => field.files[0] && send(field.files[0]));
    drop.append(field, label, hint, name, line);
    for (const [event, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
      drop.addEventListener(event, (each) => {
        each.preventDefault();
        drop.classList.toggle("over", over);
        if (event === "drop" && each.dataTransfer.files[0]) send(each.dataTransfer.files[0]);
      });
    }
  }

  /* A service: asked by our server, never by this page. */
  async function ask(body) {
    const say = byId("import-service").dataset;
    const line = byId("import-fetching");
    const button = byId("import-fetch");
    said("");
    show(null);
    line.textContent = say.sayFetching;
    button.disabled = true;
    try {
      const answer = await fetch(asked("/import/fetch"), {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      const told = await answer.json();
      if (told.ok) show(told.token);
      else said(told.text);
    } catch {
      said(say.sayLost);
    }
    line.textContent = "";
    button.disabled = false;
    before();
  }

  /* What was fetched before: again from the service, or the copy that was kept. */
  async function before() {
    const list = byId("import-fetched");
    if (!list) return;
    try {
      const answer = await fetch(asked("/import/fetched"), { headers: { Accept: "application/json" } });
      const told = await answer.json();
      list.replaceChildren(...told.fetched.map(remembered));
      list.closest("section").hidden = !told.fetched.length;
    } catch {
      list.closest("section").hidden = true;
    }
  }

  function remembered(each) {
    const say = byId("import-service").dataset;
    const item = document.createElement("li");
    const text = document.createElement("p");
    text.textContent = each.address;
    const when = document.createElement("p");
    when.className = "soft";
    when.textContent = `${each.when} · ${each.sum}`;
    const buttons = document.createElement("div");
    for (const [label, body] of [
      [say.sayAgain, { standard: each.standard, address: each.address }],
      [say.sayKept, { kept: each.at }],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rs-button";
      button.textContent = label;
      button.addEventListener("click", () => {
        byId("import-kind").value = each.results ? "results" : "";
        arrange();
        ask(body);
      });
      buttons.append(button);
    }
    item.append(text, when, buttons);
    return item;
  }

  /* Only what belongs to the two choices at the top is there. */
  function arrange() {
    const lists = { buildings: "import-whose-register", stations: "import-whose-stations" };
    const kept = kind() in lists ? kind() : ""; // a register or a list comes as a file
    const service = !kept && byId("import-source").value === "service";
    byId("import-source").parentElement.hidden = Boolean(kept);
    byId("import-drop").hidden = service;
    byId("import-service").hidden = !service;
    byId("import-whose").hidden = kind() !== "results";
    for (const [brought, lines] of Object.entries(lists)) byId(lines).hidden = brought !== kept;
    if (service) before();
    document.dispatchEvent(new CustomEvent("import-arranged", { detail: { city: city(), kept } }));
  }

  function another() {
    show(null);
    said("");
    byId("import-name").textContent = "";
    arrange();
  }

  function newCity() {
    for (const link of document.querySelectorAll("[data-template]")) {
      link.href = `${link.dataset.template}?city=${encodeURIComponent(city())}`;
    }
    another();
  }

  document.addEventListener("change", (event) => {
    if (event.target.id === "import-city") newCity();
    if (event.target.matches("#import-kind, #import-source")) another();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-import-leave]")) {
      show(null);
      byId("import-name").textContent = "";
      byId("import-file").focus();
    }
    if (event.target.id === "import-fetch") {
      ask({ standard: byId("import-standard").value, address: byId("import-address").value.trim() });
    }
  });

  function settle() {
    const drop = byId("import-drop");
    if (drop && !drop.firstChild) furnish(drop);
  }
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
  settle();
})();
