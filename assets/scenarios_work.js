/* Models that work in the background: the city's first, and those of saved scenarios. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, get } = page;
  const AGAIN_MS = 1500;

  /** Runs that are under way in one line, as far as the last of them; what failed by itself. */
  function together({ t, f }, runs) {
    const on = runs.filter((run) => run.id && run.state === "working");
    if (on.length < 2) return runs;
    const progress = Math.min(...on.map((run) => run.progress));
    const text = t("The full models run for {n} scenarios: {share} done.", { n: f.number(on.length, 0), share: f.share(progress) });
    return [{ state: "working", progress, text }, ...runs.filter((run) => !on.includes(run))];
  }

  class Work {
    constructor(room) {
      this.room = room;
      this.update();
    }

    update() {
      const { room } = this;
      const { model, runs } = room.start;
      const lines = [];
      if (model.state !== "ready") lines.push(model);
      lines.push(...together(room, runs.filter((run) => run.text)));
      const list = lines.map((each) => el("div", { class: `scenarios-work ${each.state}` }, el("p", { text: each.text }),
        each.state === "working" && el("progress", { max: "1", value: String(each.progress), "aria-label": each.text })));
      const box = document.getElementById("scenarios-state");
      const key = JSON.stringify(lines);
      if (this.worked !== key) {
        this.worked = key;
        box.replaceChildren(...list);
      }
      window.clearTimeout(this.later);
      if (lines.some((each) => each.state === "working")) this.later = window.setTimeout(() => this.look(), AGAIN_MS);
    }

    async look() {
      if (!this.room.root.isConnected) return;
      const now = await get(`/scenarios/${this.room.city}/state`);
      if (!now) {
        this.later = window.setTimeout(() => this.look(), AGAIN_MS);
        return;
      }
      const done = (told) => JSON.stringify([told.model.state, told.runs.map((run) => run.state)]);
      const changed = done(now) !== done(this.room.start);
      Object.assign(this.room.start, now);
      if (changed) await this.again();
      else this.update();
    }

    /** What the page stands on has changed: models, scenarios or assumptions. */
    async again() {
      const { room } = this;
      const start = await get(`/scenarios/${room.city}/start`);
      if (!start) return;
      room.start = start;
      room.saidVersion += 1;
      this.update();
      room.update();
      room.ask(true);
    }
  }

  Object.assign(page, { Work });
})();
