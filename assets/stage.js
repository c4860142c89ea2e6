/* The stage: follows its session over the socket and shows each view once, never an older one.
   It needs nobody's hand: after a lost connection or a restart the picture stays and catches up. */
(function () {
  "use strict";
  const radslag = (window.radslag = window.radslag || {});
  const stage = (radslag.stage = radslag.stage || {});
  const SPEAK_EVERY_MS = 5000;
  const BANNER_MS = 60000;
  const MAP_AGAIN_MS = 4000;
  const asked = new URLSearchParams(window.location.search);

  // Dark is for a dark hall; it is set before anything is drawn.
  document.documentElement.dataset.colorScheme = asked.get("scheme") === "light" ? "light" : "dark";

  let shown = null;
  let moving = null;
  let context = null;
  let clockAhead = 0;

  /** May `view` replace `last`? Within an epoch only what is as new or newer may. */
  function accepts(last, view) {
    return !last || view.epoch !== last.epoch || view.seq >= last.seq;
  }

  /** Take a view from the socket; true when it was shown. */
  function receive(view) {
    if (!accepts(shown, view)) return false;
    const restored = shown !== null && view.epoch !== shown.epoch;
    shown = view;
    moving = null;
    if (typeof view.now_ms === "number") clockAhead = view.now_ms - Date.now();
    if (restored) restoredAt = performance.now();
    show();
    return true;
  }

  /** Sliders are on the move at the desk: shown as they come, and forgotten with the next view. */
  function follow(told) {
    if (!shown || !shown.round || told.round !== shown.round.id) return;
    moving = told;
    show();
  }

  function show() {
    if (!shown || !context) return;
    context.moving = moving;
    // First the banner: what is drawn fits above it.
    banner();
    radslag.screen.draw(shown, context);
    drawMap();
    tick();
    announce();
  }

  let restoredAt = -BANNER_MS;
  let bannerTimer = 0;

  /** Nobody's answer can be stored, or a backup has taken the record's place: the room is told. */
  function banner() {
    const left = restoredAt + BANNER_MS - performance.now();
    const text = shown.alarm && shown.alarm.kind === "damaged"
      ? context.t("Answers cannot be taken just now. What you have answered is kept on your phone.")
      : left > 0 ? context.t("The session was restored. What you see is the newest that was saved.") : "";
    radslag.screen.say("banner", text);
    window.clearTimeout(bannerTimer);
    if (left > 0) bannerTimer = window.setTimeout(show, left);
  }

  const given = {};

  // The map is drawn by the page's callbacks: they are given the view and the pins when these change.
  function give(id, name, value) {
    const text = JSON.stringify(value);
    if (given[id + name] === text) return;
    given[id + name] = text;
    window.dash_clientside.set_props(id, { [name]: value });
  }

  let asks = 0;
  let askAgain = 0;

  /** Each map has a number. One that does not come is asked for again: a server that has just begun
      answers the stage before it has pages and their maps. */
  function askMap(view) {
    const text = JSON.stringify(view);
    if (given.map === text) return;
    given.map = text;
    delete given["stage-mapviewport"];
    asks += 1;
    window.dash_clientside.set_props("stage-view", { data: { ...view, number: String(asks) } });
    window.clearTimeout(askAgain);
    askAgain = window.setTimeout(() => {
      if (document.getElementById("stage-map-box").dataset.number === String(asks)) return;
      given.map = "";
      drawMap();
    }, MAP_AGAIN_MS);
  }

  function drawMap() {
    const step = shown.step || {};
    const wanted = radslag.screen.middle(shown);
    if (wanted !== "map" && wanted !== "both") return;
    const recorded = shown.round ? shown.round.shown : null;
    askMap({ view: step.view || { city: shown.session.city }, room: wanted, shown: recorded });
    const categories = (step.settings || {}).categories || [];
    give("stage-pins", "data", radslag.map.pins(pins(), categories, context.lang));
  }

  function pins() {
    return shown && shown.results && shown.results.kind === "pins" ? shown.results.pins || [] : [];
  }

  /** Show the map where the pins are, with some land around; in coarse steps, so that it seldom moves. */
  function aim() {
    const list = pins();
    if (list.length < 3 || !document.getElementById("stage-map")) return;
    const step = 0.02;
    const span = (values) => [Math.floor(Math.min(...values) / step - 0.5) * step, Math.ceil(Math.max(...values) / step + 0.5) * step];
    const [south, north] = span(list.map((pin) => pin.lat));
    const [west, east] = span(list.map((pin) => pin.lon));
    give("stage-map", "viewport", { bounds: [[south, west], [north, east]], transition: "fitBounds" });
  }

  /** The page asks for the pins whenever they change, and when a new map is there to hold them. */
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.stage = {
    pins(collection) {
      window.setTimeout(aim, 0);
      return collection || { type: "FeatureCollection", features: [] };
    },
  };

  /** A view of a replay: any moment may follow any other, and a map that was moved starts anew. */
  function again(view) {
    if (given["stage-mapviewport"]) given.map = "";
    shown = null;
    receive(view);
  }

  /** Another window size: draw again, and let the map measure itself. */
  function resized() {
    show();
    if (document.getElementById("stage-map")) give("stage-map", "invalidateSize", window.innerWidth + "x" + window.innerHeight);
  }

  function clock(ms) {
    const seconds = Math.ceil(ms / 1000);
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  /** The server's time; a replay stands still at its moment. */
  const now = () => (context.still ? shown.now_ms : Date.now() + clockAhead);

  /** The timer says when its time is up; it closes nothing. */
  function tick() {
    if (!shown || !context) return;
    const element = document.getElementById("stage-timer");
    const left = shown.timer ? shown.timer.ends_at_ms - now() : null;
    const over = left !== null && left <= 0;
    if (over && element.dataset.over !== "true") announce();
    element.dataset.over = String(over);
    radslag.screen.say("timer", left === null ? "" : over ? context.t("Time is up") : clock(left));
  }

  let spokenAt = -SPEAK_EVERY_MS;
  let speaking = 0;

  /** Have the screen read aloud, at most every five seconds. */
  function announce() {
    if (speaking) return;
    const wait = Math.max(0, spokenAt + SPEAK_EVERY_MS - performance.now());
    speaking = window.setTimeout(speak, wait);
  }

  function speak() {
    speaking = 0;
    const over = document.getElementById("stage-timer").dataset.over === "true";
    const text = radslag.screen.spoken(shown, context) + (over ? " " + context.t("Time is up") : "");
    const voice = document.getElementById("stage-voice");
    if (voice.textContent === text) return;
    voice.textContent = text;
    spokenAt = performance.now();
  }

  /** `state` is "live" or anything else: then a small dot says so and the picture stays. */
  function connection(state) {
    const live = state === "live" || state === "connected";
    radslag.screen.say("dot", live || !context ? "" : context.t("Reconnecting …"));
  }

  async function words(lang) {
    try {
      const answer = await fetch("/words/stage." + lang + ".json");
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }

  async function begin(root) {
    const { session, key, lang, replay } = root.dataset;
    const known = await words(lang);
    document.documentElement.lang = lang;
    context = { lang, key, words: known, t: radslag.results.speaker(known), f: radslag.results.figures(lang), still: Boolean(replay) };
    window.setInterval(tick, 250);
    window.addEventListener("resize", resized);
    document.fonts.ready.then(show);
    if (replay) stage.line = radslag.replay.follow(again);
    else stage.line = radslag.live.connect({ role: "stage", session, key, onState: connection, onNewer: radslag.live.loadAnew, onLive: follow }, receive);
    show();
  }

  /** Dash draws the page after this script has run; begin when the stage is there. */
  function whenThere(found) {
    const root = document.getElementById("stage-root");
    if (root && root.dataset.session) return found(root);
    const watch = new MutationObserver(() => {
      const there = document.getElementById("stage-root");
      if (!there || !there.dataset.session) return;
      watch.disconnect();
      found(there);
    });
    return watch.observe(document.documentElement, { childList: true, subtree: true });
  }

  Object.assign(stage, { receive, clock, shown: () => shown });
  whenThere(begin);
})();
