/* One saved workshop: the picture of the stage at each moment, and the drawings of its results.
   The picture is the stage's own page in a frame; it is handed what the stage was sent at that moment. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const STAGE = [1920, 1080];
  const node = (name) => document.getElementById("review-" + name);

  function make(tag, attributes, text) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  class Replay {
    constructor({ session, moments, words }) {
      this.session = session;
      this.moments = moments;
      this.words = words;
      this.views = new Map();
      this.at = 0;
      this.ready = false;
      this.frame = node("frame");
    }

    begin() {
      this.build();
      new ResizeObserver(() => node("picture").style.setProperty("--scale", String(node("picture").clientWidth / STAGE[0]))).observe(node("picture"));
      window.addEventListener("message", (event) => {
        if (event.origin !== window.location.origin || event.source !== this.frame.contentWindow) return;
        if (!event.data || event.data.stage !== "ready") return;
        this.ready = true;
        this.show(this.at);
      });
      this.frame.src = "/stage/" + encodeURIComponent(this.session) + "?replay=1";
      const asked = Number(new URLSearchParams(window.location.search).get("at"));
      const found = this.moments.findIndex((moment) => moment.seq === asked);
      this.show(found >= 0 ? found : this.first());
    }

    /** The first thing worth looking at: the first step that was opened. */
    first() {
      return Math.max(0, this.moments.findIndex((moment) => moment.kind === "round_opened"));
    }

    build() {
      const { words, moments } = this;
      this.before = make("button", { type: "button", class: "rs-button review-key", "aria-label": words.before, title: words.before }, "←");
      this.after = make("button", { type: "button", class: "rs-button review-key", "aria-label": words.after, title: words.after }, "→");
      this.slider = make("input", { type: "range", min: "0", max: String(moments.length - 1), step: "1", class: "review-slider", "aria-label": words.slider });
      this.now = make("p", { class: "review-now", role: "status" });
      this.before.addEventListener("click", () => this.show(this.at - 1));
      this.after.addEventListener("click", () => this.show(this.at + 1));
      this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
      const row = make("div", { class: "review-row" });
      row.append(this.before, this.slider, this.after);
      node("controls").replaceChildren(row, this.now);
      this.list();
      document.addEventListener("click", (event) => {
        const look = event.target.closest(".review-look");
        if (look) this.look(Number(look.dataset.seq));
      });
    }

    list() {
      const heading = make("h3", { id: "review-moments-title" }, this.words.list);
      const list = make("ol", { class: "review-moment-list", "aria-labelledby": "review-moments-title" });
      this.lines = this.moments.map((moment, index) => {
        const button = make("button", { type: "button", class: "review-moment", "data-kind": moment.kind });
        button.append(make("span", { class: "review-clock figures" }, moment.clock), make("span", {}, moment.text));
        button.addEventListener("click", () => this.show(index));
        const line = make("li");
        line.append(button);
        list.append(line);
        return button;
      });
      node("moments").replaceChildren(heading, list);
      this.scroller = list;
    }

    look(seq) {
      const index = this.moments.findIndex((moment) => moment.seq === seq);
      if (index < 0) return;
      this.show(index);
      this.slider.focus({ preventScroll: true });
      node("stage").scrollIntoView({ block: "start" });
    }

    async show(index) {
      this.at = Math.min(Math.max(0, index), this.moments.length - 1);
      const moment = this.moments[this.at];
      this.mark(moment);
      const view = await this.view(this.at);
      if (this.moments[this.at] !== moment) return;
      if (!view) return void (this.now.textContent = this.words.lost);
      if (this.ready) this.frame.contentWindow.postMessage({ stage: "show", view }, window.location.origin);
      node("picture").dataset.seq = String(moment.seq);
      for (const near of [this.at + 1, this.at - 1]) if (this.moments[near]) this.view(near);
    }

    mark(moment) {
      this.slider.value = String(this.at);
      this.slider.setAttribute("aria-valuetext", moment.clock + " " + moment.text);
      this.now.textContent = moment.clock + " · " + moment.text;
      // A button that holds the focus stays where it is: one that is switched off would drop it.
      this.before.setAttribute("aria-disabled", String(this.at === 0));
      this.after.setAttribute("aria-disabled", String(this.at === this.moments.length - 1));
      this.lines.forEach((line, index) => {
        if (index === this.at) line.setAttribute("aria-current", "step");
        else line.removeAttribute("aria-current");
      });
      this.reveal(this.lines[this.at]);
    }

    /** Scroll the list, and only the list, so that the line is seen. */
    reveal(line) {
      const [box, there] = [this.scroller.getBoundingClientRect(), line.getBoundingClientRect()];
      if (there.top < box.top) this.scroller.scrollTop += there.top - box.top;
      if (there.bottom > box.bottom) this.scroller.scrollTop += there.bottom - box.bottom;
    }

    /** What the stage was sent at a moment, fetched once; null when it cannot be had. */
    view(index) {
      const { seq } = this.moments[index];
      if (!this.views.has(seq)) {
        const asked = fetch("/review/" + encodeURIComponent(this.session) + "/frame/" + seq + ".json", { headers: { Accept: "application/json" } })
          .then((answer) => (answer.ok && !answer.redirected ? answer.json() : Promise.reject(answer)))
          .catch(() => { this.views.delete(seq); return null; });
        this.views.set(seq, asked);
      }
      return this.views.get(seq);
    }
  }

  /** A wide table scrolls in its own box: the keyboard must reach it. */
  function reachable(table, name) {
    if (!table || !table.firstChild) return;
    table.tabIndex = 0;
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", name);
  }

  async function drawResults({ lang, rounds, words: said }) {
    let words = {};
    try {
      const answer = await fetch("/words/stage." + lang + ".json");
      if (answer.ok) words = await answer.json();
    } catch { /* Without the words the drawings say them in English. */ }
    for (const [id, view] of Object.entries(rounds)) {
      const place = node("results-" + id);
      if (!place) continue;
      radslag.results.draw(place, view, { lang, words, size: "review" });
      reachable(place.querySelector(".res-table"), said.table);
    }
  }

  function begin(data) {
    if (!data) return window.dash_clientside.no_update;
    drawResults(data);
    radslag.replayed = new Replay(data);
    radslag.replayed.begin();
    const goal = data.ready ? "review-take" : window.location.hash.slice(1);
    if (goal && document.getElementById(goal)) document.getElementById(goal).scrollIntoView();
    return "true";
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.review = {
    begin,
    list() {
      radslag.reviewList.start();
      return "true";
    },
  };
})();
