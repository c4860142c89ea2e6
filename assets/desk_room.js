/* The desk of one session: joins the parts with the live line, the keyboard and the tabs. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const desk = (radslag.desk = radslag.desk || {});
  const { el, put, button, ask } = desk;
  const KEYS_OFF = "radslag.desk.keys";
  const LOUD_AFTER_MS = 3000;
  const VIEW_WITHIN_MS = 3000;
  const NERVOUS_MS = 600;
  const OPENING = ["next", "open_step", "reopen_round"];
  const [BUSY_TRIES, BUSY_MS] = [8, 1000];

  async function words(domain, lang) {
    try {
      const answer = await fetch("/words/" + domain + "." + lang + ".json");
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }

  /** The stage of this server, whatever name we were reached by: it is shown in a frame of our own. */
  function stageAddress(view) {
    const address = new URL(view.links.stage_url);
    return address.pathname + address.search;
  }

  class Room {
    constructor(root, known, stageWords) {
      Object.assign(this, { root, words: known, stageWords, lang: root.dataset.lang, stageAddress });
      this.t = radslag.results.speaker(known);
      this.errors = JSON.parse(root.dataset.errors);
      this.asToday = JSON.parse(root.dataset.today);
      this.reviewAddress = "/review/" + root.dataset.session;
      this.pick = (text) => radslag.results.pick(text, this.lang);
      this.picked = (text) => radslag.results.picked(text, this.lang);
      this.decided = [];
      this.view = null;
      this.ahead = 0;
      this.turn = Promise.resolve();
      this.flying = new Set();
      this.watchers = [];
      this.build();
    }

    now() { return Date.now() + this.ahead; }

    build() {
      this.bar = desk.bar(this);
      this.alarm = el("p", { class: "desk-alarm", role: "alert", hidden: true });
      this.trouble = desk.trouble(this);
      this.news = desk.news(this);
      this.spoken = el("p", { class: "visually-hidden", role: "status" });
      this.remote = desk.remote(this);
      this.texts = desk.texts(this);
      this.tabs = desk.tabs(this);
      this.ready = desk.ready(this);
      this.parts = [this.bar, this.remote, desk.notes(this), desk.agenda(this), desk.answers(this), this.texts, desk.people(this), this.tabs];
      const [bar, remote, notes, agenda, answers, texts, people, tabs] = this.parts.map((part) => part.element);
      remote.append(notes);
      agenda.firstChild.after(this.ready.element);
      this.parts.unshift(this.ready);
      this.parts.push(desk.end(this), this.trouble);
      document.getElementById("desk-end").replaceChildren(this.parts[this.parts.length - 2].element);
      this.waiting = el("p", { class: "desk-waiting-line soft", text: this.t("Connecting …") });
      const alarms = el("div", { class: "desk-alarms" }, this.trouble.element, this.alarm, this.news.element);
      this.root.replaceChildren(this.waiting, bar, alarms, this.spoken, agenda, remote, tabs, answers, texts, people);
      this.root.dataset.ready = "no";
    }

    start() {
      const { session } = this.root.dataset;
      this.line = radslag.live.connect({ role: "desk", session, onState: (state, code) => this.connection(state, code), onNewer: () => this.news.offer() }, (view) => this.receive(view));
      this.clock = window.setInterval(() => { this.remote.tick(); this.news.tick(); }, 250);
      this.onKey = (event) => this.key(event);
      document.addEventListener("keydown", this.onKey);
    }

    stop() {
      this.line.close();
      window.clearInterval(this.clock);
      window.clearTimeout(this.loud);
      document.removeEventListener("keydown", this.onKey);
    }

    receive(view) {
      const before = this.view;
      this.view = view;
      this.ahead = view.now_ms - Date.now();
      this.waiting.hidden = true;
      this.root.dataset.ready = "yes";
      this.root.parentElement.dataset.phase = view.session.phase;
      this.parts.forEach((part) => part.update(view));
      this.root.dataset.seq = view.seq;
      this.watchers = this.watchers.filter((watch) => !watch(view));
      if (before && before.epoch !== view.epoch) this.say(this.trouble.restored(view));
      const waiting = view.counts.pending;
      if (before && waiting > before.counts.pending) put(this.spoken, this.t("Texts waiting: {n}", { n: waiting }));
    }

    /** One calm word while the line is away; everything pressed meanwhile is sent when it is back. */
    connection(state, code) {
      window.clearTimeout(this.loud);
      this.bar.connection(state);
      if (state === "live") return this.say("");
      if (state === "refused") return this.turnedAway(code);
      this.loud = window.setTimeout(() => this.say(this.t("The connection is lost. Phones keep their answers. Trying again …")), LOUD_AFTER_MS);
      return undefined;
    }

    /** Whoever is signed out has one way on, and comes back to this desk. */
    turnedAway(code) {
      if (code !== "signed_out") return this.say(this.errors[code] || this.errors.forbidden);
      if (this.alarm.querySelector("a")) return undefined;  // asked again every few seconds, said once
      const back = encodeURIComponent(window.location.pathname + window.location.search);
      this.door(code, { href: "/sign-in?next=" + back });
      return undefined;
    }

    /** What stands in the way, and the way through. */
    door(code, way) {
      this.say(this.errors[code]);
      this.alarm.append(" ", el("a", { ...way, text: this.t("Sign in again") }));
    }

    say(text) {
      put(this.alarm, text);
      this.alarm.hidden = !text;
    }

    sentence(answer) { return this.errors[answer.reason] || this.errors[answer.code] || this.errors.internal; }

    /** Commands of one desk go one after the other, each with the state that the last one made.
        Opening something twice within a moment is a nervous finger: it opens once. */
    send(name, args, options) {
      if (this.resting(name)) return Promise.resolve({ ok: true });
      this.flying.add(name);
      this.remote.update(this.view);
      this.root.setAttribute("aria-busy", "true");
      this.turn = this.turn.then(() => this.carry(name, args, options));
      return this.turn;
    }

    async carry(name, args, options) {
      const answer = await this.asked(name, args, options);
      if (answer.ok) await this.seen(answer.version);
      this.root.removeAttribute("aria-busy");
      if (answer.reason === "stale") this.door("stale", { href: "/sign-in?again=1&next=/account", target: "_blank" });
      else this.say(answer.ok ? "" : this.sentence(answer));
      window.setTimeout(() => {
        this.flying.delete(name);
        this.remote.update(this.view);
      }, answer.ok ? NERVOUS_MS : 0);
      return answer;
    }

    /** A step whose scenarios take long is asked for again by itself, unless something has changed since. */
    async asked(name, args, options) {
      const { version } = this.view;
      let answer = await this.line.command(name, args, options);
      for (let n = 0; n < BUSY_TRIES && answer.code === "busy" && OPENING.includes(name) && this.view.version === version; n += 1) {
        this.say(this.t("One moment …"));
        await new Promise((rested) => { window.setTimeout(rested, BUSY_MS); });
        if (this.view.version === version) answer = await this.line.command(name, args, options);
      }
      return answer;
    }

    resting(name) { return OPENING.includes(name) && this.flying.has(name); }

    /** Until the view shows that version; a view that is late is not waited for long. */
    seen(version) {
      if (!version || this.view.version >= version) return Promise.resolve();
      return new Promise((resolve) => {
        const late = window.setTimeout(resolve, VIEW_WITHIN_MS);
        this.watchers.push((view) => {
          if (view.version < version) return false;
          window.clearTimeout(late);
          resolve();
          return true;
        });
      });
    }

    async finish() {
      const { t } = this;
      const sure = await ask(t("Close the workshop?"), t("Nobody can join or answer afterwards. Everything is saved, and the stage thanks people."),
        t("Close the workshop"), t("Not yet"));
      if (sure) await this.send("close_session", {});
    }

    keysOn() { return window.localStorage.getItem(KEYS_OFF) !== "off"; }

    switchKeys(on) {
      if (on) window.localStorage.removeItem(KEYS_OFF);
      else window.localStorage.setItem(KEYS_OFF, "off");
      document.documentElement.toggleAttribute("data-desk-keys-off", !on);
    }

    /** A key presses the button that shows it, and only when that can be pressed. */
    key(event) {
      if (!this.view || event.repeat || desk.typing(event)) return;
      if (event.key === "?") return this.took(event, () => this.bar.help());
      if (!this.keysOn()) return;
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const onControl = event.target instanceof Element && event.target.closest("button, a, summary, [role=radio]");
      if ((name === " " || name === "Enter") && onControl) return;
      const move = this.texts.moves[name];
      if (move && (this.view.moderation.length || "jk".includes(name))) return this.took(event, () => { this.tabs.show("texts"); move(); });
      const target = this.remote.keys[name];
      if (target && !target.hidden && target.offsetParent !== null) return this.took(event, () => target.click());
      if (target && !target.hidden) this.took(event, () => { this.tabs.show("remote"); target.click(); });
    }

    took(event, act) {
      event.preventDefault();
      act();
    }
  }

  desk.NERVOUS_MS = NERVOUS_MS;

  /** Dash draws the page when it likes, and may draw another one later: follow what is there. */
  let room = null;
  let opening = null;

  async function open(root) {
    opening = root;
    const { lang } = root.dataset;
    const [known, stageWords] = await Promise.all([words("desk", lang), words("stage", lang)]);
    if (opening !== root || !root.isConnected) return;
    room = new Room(root, known, stageWords);
    desk.room = room;
    room.switchKeys(room.keysOn());
    room.start();
  }

  function follow() {
    const root = document.getElementById("desk-live");
    if (room && room.root !== root) {
      room.stop();
      room = desk.room = null;
    }
    if (root && root !== opening && root.dataset.session) open(root);
    if (!root) opening = null;
  }

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
  follow();
})();
