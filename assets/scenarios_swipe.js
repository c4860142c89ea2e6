/* Swiping between two mixes: the line that divides the map, a slider below it for keys, and names. */
(function () {
  "use strict";
  const page = ((window.radslag = window.radslag || {}).scenarios = window.radslag.scenarios || {});
  const { el, put, mark } = page;
  const STEP = 5; // per cent of the map, with the keyboard and the buttons

  class Swipe {
    constructor(side) {
      Object.assign(this, { side, room: side.room, divide: 50 });
      const { t } = this.room;
      const move = (value) => { this.divide = Math.min(100, Math.max(0, value)); this.clip(); };
      this.slider = el("input", { type: "range", id: "scenarios-divide", min: "0", max: "100", step: "1" });
      this.slider.addEventListener("input", () => move(Number(this.slider.value)));
      this.line = el("div", { class: "swipe-line", "aria-hidden": "true" }, el("span", { class: "swipe-grip", text: "⇆" }));
      this.line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.line.setPointerCapture(event.pointerId);
        const box = this.line.parentElement.getBoundingClientRect();
        this.line.onpointermove = (each) => move((100 * (each.clientX - box.left)) / box.width);
      });
      this.line.addEventListener("pointerup", () => { this.line.onpointermove = null; });
      this.left = el("span", { class: "swipe-name left" });
      this.right = el("span", { class: "swipe-name right" });
      const step = (sign, label, by) => el("button", { type: "button", class: "mix-step", "aria-label": label, text: sign, onclick: () => move(this.divide + by) });
      this.over = el("div", { class: "swipe-over" }, this.left, this.right, this.line);
      this.handles = el("div", { class: "swipe-handles" }, el("label", { class: "rs-label", for: "scenarios-divide", text: t("Divide the map") }),
        el("div", { class: "mix-drag" }, step("−", t("Divide further left"), -STEP), this.slider, step("+", t("Divide further right"), STEP)));
      const box = document.getElementById("scenarios-swipe");
      box.hidden = true;
      box.replaceChildren(this.over, this.handles);
      new MutationObserver(() => this.clip()).observe(document.getElementById("scenarios-map").closest(".map-frame"), { subtree: true, attributes: true, attributeFilter: ["style"] });
      new ResizeObserver(() => this.clip()).observe(document.getElementById("scenarios-map"));
    }

    /** The second layer is seen right of the line only. */
    clip() {
      const { t } = this.room;
      const map = document.getElementById("scenarios-map");
      const pane = map && map.querySelector(".leaflet-scenarios-map-other-pane");
      if (!pane) return;
      const swiping = this.on();
      if (pane.hidden === swiping) pane.hidden = !swiping;
      if (!swiping) return;
      const frame = map.getBoundingClientRect();
      const shift = pane.parentElement.getBoundingClientRect();
      const x = frame.left + (frame.width * this.divide) / 100 - shift.left;
      const path = `polygon(${x}px -9999px, 9999px -9999px, 9999px 9999px, ${x}px 9999px)`;
      if (this.path !== path) {
        this.path = path;
        pane.style.clipPath = path;
      }
      this.line.style.left = `${this.divide}%`;
      if (this.slider.value !== String(Math.round(this.divide))) this.slider.value = String(Math.round(this.divide));
      mark(this.slider, "aria-valuetext", t("{n}% of the map shows {name}", { n: Math.round(this.divide), name: this.left.textContent }));
    }

    /** Circles tell today's course beside the mix, and a plain map tells nothing: neither is swiped. */
    on() {
      const { state, answer } = this.room;
      return state.other !== "" && !this.side.circling() && Boolean(answer) && this.side.told(answer);
    }

    update(kind, cuts) {
      const { room } = this;
      const swiping = this.on();
      document.getElementById("scenarios-swipe").hidden = !swiping;
      if (swiping) {
        const found = room.otherAnswer();
        const today = kind === "change" ? "none" : "baseline";
        const shown = room.state.other === "baseline" ? today : kind;
        if (found) this.side.paint("other", this.side.hideout(found, shown, cuts));
        put(this.left, room.name());
        put(this.right, room.otherName());
      }
      this.clip();
    }
  }

  Object.assign(page, { Swipe });
})();
