/* The import page in the browser: the file field, sending a file, and which property is what.
   What comes back is a token; the server's callback shows what the file would change. */
(function () {
  "use strict";
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const byId = (id) => document.getElementById(id);
  let sending = null; // the request under way

  const city = () => byId("import-city").value;
  const said = (text) => dc.set_props("import-said", { children: text });

  function state(text) {
    const line = byId("import-state");
    if (line) line.textContent = text;
  }

  let shown = null; // the token of the file on the page
  function show(token) {
    shown = token;
    dc.set_props("import-columns", { data: null });
    dc.set_props("import-token", { data: token });
  }

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
      const answer = await fetch(`/import/upload?city=${encodeURIComponent(city())}`, {
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
    field.accept = ".csv,.xlsx,.geojson,.json,.gpkg,.zip,.fgb";
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

  function newCity() {
    for (const link of document.querySelectorAll("[data-template]")) {
      link.href = `${link.dataset.template}?city=${encodeURIComponent(city())}`;
    }
    show(null);
    said("");
    byId("import-name").textContent = "";
  }

  function chooseColumn() {
    const chosen = { token: shown };
    for (const list of document.querySelectorAll("select[data-column]")) chosen[list.dataset.column] = list.value;
    dc.set_props("import-columns", { data: chosen });
  }

  document.addEventListener("change", (event) => {
    if (event.target.id === "import-city") newCity();
    if (event.target.matches("select[data-column]")) chooseColumn();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-import-leave]")) {
      show(null);
      byId("import-name").textContent = "";
      byId("import-file").focus();
    }
  });

  /* What the server has drawn: lists show their choice, and a new result is read from its head. */
  let announced = null;
  function settle() {
    const drop = byId("import-drop");
    if (drop && !drop.firstChild) furnish(drop);
    for (const list of document.querySelectorAll("select[data-column]")) {
      if (list.dataset.settled !== list.dataset.value) {
        list.value = list.dataset.value;
        list.dataset.settled = list.dataset.value;
      }
    }
    const head = document.querySelector("#import-result [data-focus]");
    if (head && head !== announced) head.focus();
    announced = head;
  }
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true });
  settle();
})();
