/* At the desk: who can answer, printed codes, a lost one, and the link for a shared device. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, able, button, field } = desk;
  const LEVELS = ["device", "table", "codes"];

  const names = (t) => ({
    device: t("Everybody with the code"),
    table: t("A code for each table"),
    codes: t("A code for each person"),
  });

  const promises = (t) => ({
    device: t("One answer from each phone. Quickest, but a guide: phones are counted, not people."),
    table: t("Each table's code lets in as many phones as you say. You print cards at the desk."),
    codes: t("Printed codes, each for one person, once. Not a secret ballot or an election."),
  });

  /** Ask the server for codes: a file comes down, a refusal becomes a sentence. */
  async function ask(room, what, body) {
    const address = "/desk/" + room.root.dataset.session + "/" + what;
    try {
      const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      // Signed out meanwhile: the answer is the sign-in page.
      return answer.redirected ? null : answer;
    } catch {
      return null;
    }
  }

  async function refusal(room, answer) {
    const told = answer ? await answer.json().catch(() => ({})) : {};
    return room.errors[told.code] || room.errors.internal;
  }

  /** Save what came down under the name that the server gave it. */
  async function save(answer) {
    const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    const address = URL.createObjectURL(await answer.blob());
    const link = el("a", { href: address, download: named ? named[1] : "codes.pdf", hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  const number = (value, most) => el("input", { class: "rs-input desk-number-field", type: "number", min: 1, max: most, step: 1, value, inputmode: "numeric" });

  function changeDialog(room) {
    const { t } = room;
    const shut = () => { dialog.close(); dialog.remove(); };
    const choices = LEVELS.map((level) => el("button", {
      type: "button", class: "desk-choice", "aria-pressed": String(level === room.view.entry.level),
      onclick: () => { shut(); room.send("set_level", { level }); },
    }, el("span", { class: "desk-choice-name", text: names(t)[level] }), el("span", { class: "desk-choice-about soft", text: promises(t)[level] })));
    const dialog = el("dialog", { class: "desk-dialog", "aria-labelledby": "desk-level-title" },
      el("h2", { id: "desk-level-title", text: t("Who can answer") }), el("div", { class: "desk-picks" }, ...choices),
      el("div", { class: "desk-row desk-dialog-end" }, button(t("Cancel"), shut, { kind: "quiet" })));
    dialog.addEventListener("cancel", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  /** A new code is on this screen once: it is written down, or read aloud to one person. */
  function codeDialog(room, told) {
    const { t } = room;
    const shut = () => { dialog.close(); dialog.remove(); };
    const dialog = el("dialog", { class: "desk-dialog", "aria-labelledby": "desk-new-code" },
      el("h2", { id: "desk-new-code", text: t("New code, number {n}", { n: told.number }) }),
      el("p", { class: "desk-code figures", text: told.code }),
      el("p", { text: t("Write it down now: it is shown only once. The old code no longer lets anybody in.") }),
      el("div", { class: "desk-row" }, button(t("I have written it down"), shut, { kind: "primary" })));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  }

  /** How many to print, and the button that makes them. */
  function printing(room, said) {
    const { t } = room;
    const count = number(30, 500);
    const admits = number(8, 60);
    const many = field("", count);
    const each = field(t("Phones at each table"), admits);
    const make = button(t("Make a PDF to print"), async () => {
      able(make, false);
      put(said, t("One moment …"));
      const answer = await ask(room, "codes", { count: Number(count.value), admits: Number(admits.value) });
      if (answer && answer.ok) await save(answer);
      put(said, answer && answer.ok ? t("Made. The codes are in the file and nowhere else: print it now.") : await refusal(room, answer));
      able(make, true);
    }, {});
    const element = el("div", { class: "desk-entry-print" }, many, each, make);
    return {
      element,
      update({ entry }) {
        const tables = entry.level === "table";
        put(many.firstChild, tables ? t("How many tables") : t("How many people"));
        if (document.activeElement !== count && count.dataset.level !== entry.level) {
          count.dataset.level = entry.level;
          count.value = tables ? 8 : 30;
        }
        each.hidden = !tables;
      },
    };
  }

  /** A lost slip or phone: its code is voided, and the person gets another. */
  function losing(room, said) {
    const { t } = room;
    const lost = number("", 5000);
    const give = button(t("Void it and give a new code"), async () => {
      const answer = await ask(room, "codes/replace", { number: Number(lost.value) });
      if (!answer || !answer.ok) return put(said, await refusal(room, answer));
      put(said, "");
      lost.value = "";
      return codeDialog(room, await answer.json());
    }, { kind: "quiet" });
    const labelled = field(" ", lost, " ");
    const [label, help] = [labelled.firstChild, labelled.lastChild];
    return {
      element: el("div", { class: "desk-entry-lost" }, labelled, give),
      update({ entry }) {
        const own = entry.level === "codes";
        put(label, own ? t("Lost slip or phone: its number") : t("A code that went astray: its table"));
        put(help, own
          ? t("The number stands on the slip. The phone that it let in can answer no more, and its answer to the open question is taken out.")
          : t("Nobody else comes in by the old code. Phones that are in stay in."));
      },
    };
  }

  function standing(t, entry) {
    const rest = entry.voided ? " · " + t("{n} voided", { n: entry.voided }) : "";
    if (entry.level === "table") return t("{n} tables · {used} of {admits} phones are in", { n: entry.printed - entry.voided, used: entry.used, admits: entry.admits }) + rest;
    return t("{n} codes printed · {used} used", { n: entry.printed, used: entry.used }) + rest;
  }

  function tables(t, list) {
    const rows = list.filter((row) => !row.voided);
    return rows.map((row) => el("li", { class: "figures", text: t("Table {n}: {used} of {admits}", { n: row.number, used: row.used, admits: row.admits }) }));
  }

  function entry(room) {
    const { t } = room;
    const name = el("p", { class: "desk-entry-name" });
    const promise = el("p", { class: "soft desk-hint" });
    const change = button(t("Change"), () => changeDialog(room), { kind: "quiet", label: t("Change who can answer") });
    const count = el("p", { class: "desk-count figures" });
    const list = el("ul", { class: "desk-tables" });
    const said = el("p", { class: "desk-said", role: "status" });
    const print = printing(room, said);
    const lose = losing(room, said);
    const shared = el("p", { class: "soft desk-hint figures" });
    const codes = el("div", { class: "desk-entry-codes" }, count, list, print.element, said, lose.element);
    const element = el("section", { class: "desk-entry", "aria-label": t("Who can answer") },
      el("div", { class: "desk-entry-head" }, el("div", {}, el("p", { class: "desk-small-heading", text: t("Who can answer") }), name), change),
      promise, codes, shared);
    return {
      element,
      update(view) {
        const told = view.entry;
        put(name, names(t)[told.level]);
        put(promise, promises(t)[told.level]);
        change.hidden = told.settled;
        codes.hidden = told.level === "device" || view.session.phase === "closed";
        put(count, standing(t, told));
        list.replaceChildren(...tables(t, told.tables));
        list.hidden = !told.tables.length;
        lose.element.hidden = !told.printed;
        print.update(view);
        lose.update(view);
        put(shared, t("{n} have answered on a shared device", { n: told.shared }));
        shared.hidden = !told.shared;
      },
    };
  }

  Object.assign(desk, { entry });
})();
