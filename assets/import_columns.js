/* What is asked about the file on the import page: which column is what, and whose it is. The server
   draws its answer anew; whoever is writing meanwhile keeps their words and their place. */
(function () {
  "use strict";
  const dc = (window.dash_clientside = window.dash_clientside || {});
  const radslag = (window.radslag = window.radslag || {});
  const byId = (id) => document.getElementById(id);

  let shown = null; // the token of the file on the page
  let count = 0; // how often the server was asked; it says which of them it answers
  let first = 0; // the number that the file itself was asked about with
  let drawn = { number: 0, answer: null }; // the answer on the page
  let edits = {}; // chosen since the server was asked last
  let carried = {}; // chosen before that, and not in any answer yet
  let wanted = false; // something of it is to be asked as soon as the server has answered
  let sent = false; // asked, and the server's work has not begun to show yet
  let held = null; // the line or list of the table where the focus is, or was when it was redrawn

  /* A file, or none: the server shows what it would change. */
  function show(token) {
    const before = shown;
    shown = token;
    [edits, carried, wanted, sent, held] = [{}, {}, false, false, null];
    if (!token) leave();
    if (!token && !before) return;
    first = count += 1;
    dc.set_props("import-asked", { data: token && { token, number: count, ...whose() } });
  }

  function leave() {
    dc.set_props("import-result", { children: [] });
    dc.set_props("import-confirm-box", { hidden: true });
    dc.set_props("import-about", { children: "" });
  }

  /* Whose it is: some lines to write in, of which those are there that belong to the choice. */
  function whose() {
    const told = {};
    for (const each of document.querySelectorAll("fieldset:not([hidden]) [data-whose]")) {
      told[each.dataset.whose] = each.querySelector("input").value;
    }
    return told;
  }

  /* A choice is a list, or a line to write in inside its label. */
  const COLUMN = "#import-result [data-column]";
  const line = (holder) => (holder.matches("select") ? holder : holder.querySelector("input"));
  const holderOf = (target) => (shown && target.closest ? target.closest(COLUMN) : null);
  const holderNamed = (key) => document.querySelector(`#import-result [data-column="${CSS.escape(key)}"]`);

  /* The server is asked once at a time, and what it draws meanwhile takes nothing of this back. */
  const asking = () => sent || byId("import-confirm").disabled;
  function ask() {
    wanted = true;
    if (asking()) return;
    count += 1;
    const chosen = { token: shown, number: count, ...whose() };
    for (const each of document.querySelectorAll(COLUMN)) {
      chosen[each.dataset.column] = line(each).value;
    }
    dc.set_props("import-asked", { data: { ...chosen, ...edits } });
    [edits, carried, wanted, sent] = [{}, edits, false, true];
  }

  function edit(holder) {
    if (holder) edits[holder.dataset.column] = line(holder).value;
  }

  document.addEventListener("input", (event) => edit(holderOf(event.target)));
  document.addEventListener("change", (event) => {
    const holder = holderOf(event.target);
    edit(holder);
    if (holder || (shown && event.target.closest("[data-whose]"))) ask();
  });
  document.addEventListener("focusin", (event) => {
    const holder = holderOf(event.target);
    held = holder && { key: holder.dataset.column, field: line(holder) };
  });
  // A line whose words were given back tells of no change when it is left, so leaving it is one.
  document.addEventListener("focusout", (event) => {
    const holder = holderOf(event.target);
    if (holder && holder.isConnected && holder.dataset.column in edits) ask();
  });
  document.addEventListener("pointerdown", (event) => {
    if (held && !held.field.contains(event.target)) held = null;
  });

  /* Dash believes its own value of a line until it is told by an event. */
  function write(field, value) {
    if (field.value === value) return;
    const own = field.matches("select") ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(own.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* A table drawn anew: what was written since it was asked for, and the focus, are put back. */
  function giveBack() {
    for (const [key, value] of Object.entries({ ...carried, ...edits })) {
      const holder = holderNamed(key);
      if (holder) write(line(holder), value);
    }
    if (!held || held.field.isConnected || document.activeElement !== document.body) return;
    const holder = holderNamed(held.key);
    if (!holder) return;
    const { selectionStart, selectionEnd } = held.field;
    const field = line(holder);
    field.focus();
    if (field.setSelectionRange) field.setSelectionRange(selectionStart, selectionEnd);
  }

  /* The answer to a choice leaves the focus where it is; another one is read from its head. */
  function arrive(answer) {
    const number = answer ? Number(answer.dataset.answers) : 0;
    const chosen = number > first && number !== drawn.number;
    const head = answer && answer.querySelector("[data-focus]");
    drawn = { number, answer };
    if (number === count) carried = {};
    if (chosen) giveBack();
    else if (head) head.focus();
  }

  /* What the server has drawn: lists show their choice, and its answer is taken up. */
  function settle() {
    for (const list of document.querySelectorAll("select[data-column]")) {
      if (list.dataset.settled !== list.dataset.value) {
        list.value = list.dataset.value;
        list.dataset.settled = list.dataset.value;
      }
    }
    const answer = document.querySelector("#import-result [data-answers]");
    if (answer !== drawn.answer) arrive(answer);
    const confirm = byId("import-confirm");
    if (!confirm || confirm.disabled) sent = false;
    if (wanted && shown && !asking()) ask();
  }
  new MutationObserver(settle).observe(document.documentElement,
    { childList: true, subtree: true, attributeFilter: ["disabled"] });

  radslag.imports = { show };
})();
