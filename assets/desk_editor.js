/* The agenda as something to edit: add, reorder, time and remove steps, before and during a workshop.
   The draft lives here until it is saved; steps that have been asked already cannot be changed. */
(function () {
  "use strict";
  const desk = ((window.radslag = window.radslag || {}).desk = window.radslag.desk || {});
  const { el, put, button, ask } = desk;

  const fresh = (kind) => kind + "-" + Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** A new step of a kind, with what the rules ask of it; its texts in the language of the workshop. */
  function blankStep(kind, { language: lang, t, room }, known) {
    const step = { id: fresh(kind), kind, title: { [lang]: desk.kindWords(t)[kind] }, text: {}, notes: {}, minutes: 5, view: null, card: null, options: [], settings: {} };
    if (desk.LISTED.includes(kind)) {
      const named = desk.CLAIMS.includes(kind) ? (n) => t("Statement {n}", { n }) : (n) => t("Option {n}", { n });
      step.options = [1, 2].map((n) => ({ id: fresh("o"), text: { [lang]: named(n) } }));
    }
    if (kind === "score") step.settings = { max: 5 };
    if (kind === "resistance") step.options.push({ id: desk.STATUS_QUO, text: { ...room.asToday } });
    if (kind === "dots") step.settings = { dots: 8, cap: 8 };
    if (kind === "quadratic") step.settings = { credits: 25 };
    desk.blankMoney(step);
    if (kind === "likert") step.settings = { steps: 5 };
    if (kind === "approval") step.settings = { cap: null };
    if (kind === "ideas") step.settings = { per_person: 3, length: 140 };
    if (kind === "pins") {
      const words = [t("Works well"), t("Could be better")];
      step.settings = { text: true, per_person: 5, categories: words.map((text, n) => ({ id: fresh("c"), colour: ["teal", "orange"][n], text: { [lang]: text } })) };
    }
    if (kind === "show") step.card = { title: {}, text: {}, points: [] };
    return desk.blankTwin(step, known || { scenarios: [], measures: [] });
  }

  const filled = (text) => Object.values(text || {}).some((words) => words.trim());

  /** What would be refused, said before it is sent; "" when the step is fine. */
  function fault(step, t) {
    if (!filled(step.title)) return t("This step needs a title.");
    const list = desk.LISTED.includes(step.kind) ? step.options : step.kind === "pins" ? (step.settings || {}).categories : null;
    if (list && !list.length) return t("This step needs at least one option.");
    if (step.kind === "pairwise" && list.length < 2) return t("To compare in pairs, two options are needed at least.");
    if (list && list.some((option) => !option.idea && !filled(option.text))) return t("Each option needs a text.");
    return desk.moneyFault(step, t) || desk.twinFault(step, t);
  }

  /** That nothing changes, in our words in every language; who writes other words has only those. */
  function worded(option, asToday) {
    const own = Object.entries(option.text).filter(([tag, words]) => words !== asToday[tag]);
    return { ...option, text: own.length ? Object.fromEntries(own) : { ...asToday } };
  }

  /** Texts that are empty in every language are not sent at all. */
  function tidy(step, asToday) {
    const options = step.kind === "resistance" ? step.options.map((option) => (option.id === desk.STATUS_QUO ? worded(option, asToday) : option)) : step.options;
    const clean = (text) => Object.fromEntries(Object.entries(text || {}).filter(([, words]) => words.trim()));
    const card = step.card && { title: clean(step.card.title), text: clean(step.card.text), points: (step.card.points || []).map(clean).filter(filled) };
    const hasCard = card && (filled(card.title) || filled(card.text) || card.points.length);
    return { ...step, options, title: clean(step.title), text: clean(step.text), notes: clean(step.notes), settings: desk.tidyMoney(step), card: hasCard ? card : null };
  }

  class Editor {
    constructor(room) {
      this.room = room;
      this.t = room.t;
      this.before = JSON.stringify(room.view.steps.map((row) => row.step));
      this.draft = JSON.parse(this.before);
      this.used = new Set(room.view.steps.filter((row) => row.rounds.length).map((row) => row.step.id));
      this.language = room.lang;
      this.chosen = this.first().id;
      this.build();
      this.twin = null;
      this.look = () => desk.twin(room, true).then((known) => this.hear(known));
      this.look();
      window.addEventListener("focus", this.look); // who comes back from another page may have saved one
    }

    /** What comes next in the room and can be changed; else the step that is on now. */
    first() {
      const now = this.room.view.steps.findIndex((row) => ["open", "current"].includes(desk.stepState(row, false)));
      return this.draft.find((step, n) => n > now && !this.used.has(step.id)) || this.draft[Math.max(now, 0)];
    }

    /** Drawn anew only where it shows: somebody may be writing in another form. */
    hear(known) {
      if (JSON.stringify(known) === JSON.stringify(this.twin)) return;
      this.twin = known;
      if (desk.ofTwin(this.step().kind)) this.show();
    }

    build() {
      const { t } = this;
      this.list = el("ol", { class: "desk-edit-list" });
      this.total = el("p", { class: "soft figures" });
      this.form = el("div", { class: "desk-edit-form" });
      this.message = el("p", { class: "desk-edit-message", role: "alert" });
      this.kind = el("select", { class: "rs-select", "aria-label": t("Kind of step") });
      const rare = el("optgroup", { label: t("More ways of asking") });
      const apart = desk.cautions(t);
      Object.entries(desk.kindWords(t)).forEach(([kind, words]) => (kind in apart ? rare : this.kind).append(el("option", { value: kind, text: words })));
      this.kind.append(rare);
      const add = button(t("Add step"), () => this.add(), { kind: "" });
      this.save = button(t("Save the agenda"), () => this.store(), { kind: "primary" });
      this.dialog = el("dialog", { class: "desk-editor", "aria-labelledby": "desk-edit-title" },
        el("div", { class: "desk-edit-head" }, el("h2", { id: "desk-edit-title", text: t("Edit the agenda") }), this.message,
          button(t("Cancel"), () => this.leave(), { kind: "quiet" }), this.save),
        el("div", { class: "desk-edit-body" },
          el("div", { class: "desk-edit-side" }, this.list, el("div", { class: "desk-row desk-edit-add" }, this.kind, add), this.total),
          this.form));
      this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.leave(); });
      document.body.append(this.dialog);
      this.dialog.showModal();
      this.show();
    }

    step() { return this.draft.find((step) => step.id === this.chosen); }

    show() {
      this.drawList();
      this.form.replaceChildren(desk.stepForm(this));
    }

    drawList() {
      const { t, room } = this;
      this.list.replaceChildren(...this.draft.map((step, index) => this.row(step, index)));
      put(this.total, t("Together: {n} min", { n: this.draft.reduce((sum, step) => sum + (step.minutes || 0), 0) }));
      room.say("");
    }

    row(step, index) {
      const { t, room } = this;
      const used = this.used.has(step.id);
      const title = room.pick(step.title) || t("(no title)");
      const pickIt = el("button", { type: "button", class: "desk-edit-pick", "aria-current": step.id === this.chosen ? "true" : undefined, text: title });
      pickIt.append(el("span", { class: "soft", text: desk.kindWords(t)[step.kind] + " · " + t("{n} min", { n: step.minutes }) + (used ? " · " + t("asked already") : "") }));
      pickIt.addEventListener("click", () => { this.chosen = step.id; this.show(); this.focusForm(); });
      const small = (sign, label, go, on) => {
        const made = button(sign, go, { kind: "quiet desk-sign", label: label + ": " + title });
        desk.able(made, on);
        return made;
      };
      return el("li", { "data-id": step.id }, pickIt,
        small("↑", t("Move up"), () => this.move(index, -1), index > 0),
        small("↓", t("Move down"), () => this.move(index, 1), index < this.draft.length - 1),
        small("×", t("Remove"), () => this.remove(index), !used && this.draft.length > 1));
    }

    focusForm() {
      const first = this.form.querySelector("input, textarea");
      if (first && window.matchMedia("(min-width: 900px)").matches) first.focus();
      else this.form.scrollIntoView({ block: "start" });
    }

    /** After a move the keyboard stays on the step that moved. */
    move(index, by) {
      const [step] = this.draft.splice(index, 1);
      this.draft.splice(index + by, 0, step);
      this.drawList();
      const row = this.list.children[index + by];
      const buttons = row.querySelectorAll(".desk-sign");
      buttons[by < 0 ? 0 : 1].focus();
    }

    remove(index) {
      const [gone] = this.draft.splice(index, 1);
      if (gone.id === this.chosen) this.chosen = this.draft[Math.min(index, this.draft.length - 1)].id;
      this.show();
      this.list.children[Math.min(index, this.draft.length - 1)].querySelector(".desk-edit-pick").focus();
    }

    async add() {
      const kind = this.kind.value;
      const known = this.twin || (desk.ofTwin(kind) ? await desk.twin(this.room) : null);
      const step = blankStep(kind, this, known);
      const at = this.draft.findIndex((each) => each.id === this.chosen);
      this.draft.splice(at + 1, 0, step);
      this.chosen = step.id;
      this.show();
      this.focusForm();
    }

    tidied(step) { return this.used.has(step.id) ? step : tidy(step, this.room.asToday); }

    changed() {
      const said = (steps) => JSON.stringify(steps.map((step) => this.tidied(step)));
      return said(this.draft) !== said(JSON.parse(this.before));
    }

    async leave() {
      const { t } = this;
      if (this.changed() && !(await ask(t("Throw away your changes?"), t("The agenda stays as it was."), t("Throw away"), t("Keep editing")))) return;
      this.end();
    }

    end() {
      window.removeEventListener("focus", this.look);
      this.dialog.close();
      this.dialog.remove();
    }

    /** Others may have worked meanwhile: an agenda that changed under us is not overwritten unasked. */
    async store() {
      const { t, room } = this;
      const wrong = this.draft.find((step) => !this.used.has(step.id) && fault(step, t));
      if (wrong) {
        this.chosen = wrong.id;
        this.show();
        return put(this.message, fault(wrong, t));
      }
      const now = JSON.stringify(room.view.steps.map((row) => row.step));
      if (now !== this.before) {
        this.before = now;
        return put(this.message, t("Somebody else changed the agenda meanwhile. Save again to replace it with yours."));
      }
      const answer = await room.send("set_agenda", { steps: this.draft.map((step) => this.tidied(step)) });
      if (answer.ok) return this.end();
      return put(this.message, room.sentence(answer));
    }
  }

  Object.assign(desk, { editor: (room) => new Editor(room), fresh });
})();
