// Starts the page: the welcome, or straight in for somebody who has joined before.

// A question that came with the page is shown at once to somebody who joins this soon after.
const FRESH_MS = 5000;
const NOBODY = { profile: {}, ballots: {}, contributions: [], supports: {} };

// The QR code of the stage carries a token; that of a printed slip also its code, and a seal.
const [token, scanned, seal] = location.hash.slice(1).split(".");
if (scanned && byId("entry")) byId("entry").value = scanned;

let admit = null;
/** Holds once the server has let this phone in. */
const admitted = new Promise((done) => {
  admit = done;
});

/** Shows what the session shows. Answers wait in the outbox until `connect`. */
function show(told) {
  boot.session = told.view.session.id;
  store.open(boot.session);
  if (byId("welcome")) {
    byId("menu-me").append(byId("about-me"));
    byId("welcome").hidden = true;
  }
  byId("app").hidden = false;
  byId("session-title").textContent = pick(told.view.session.title);
  shown.started = true;
  accept(told.epoch, told.seq, told.view, told.mine || NOBODY);
  refresh();
}

/** The server has let us in: we have a ticket for its socket. */
function connect(told) {
  history.replaceState(history.state, "", location.pathname);
  line.ticket = told.ticket;
  line.open();
  admit();
  const profile = now.mine.profile;
  if (profile.language && profile.language !== language) {
    outbox.put({ do: "profile", group: profile.group, district: profile.district, language });
  }
}

async function join(event) {
  event.preventDefault();
  const go = byId("join");
  const field = (name) => (byId(name) && byId(name).value) || null;
  const asked = {
    token: token || null, language, group: field("group"), district: field("district"),
  };
  if (!byId("entry-box").hidden) Object.assign(asked, { entry: byId("entry").value, seal });
  const early = Boolean(boot.preview) && !boot.entry && performance.now() < FRESH_MS;
  go.setAttribute("aria-disabled", "true");
  byId("join-problem").textContent = "";
  if (early) {
    show(boot.preview);
    byId("main").querySelector("h1").focus({ preventScroll: true });
  }
  let told = await enter(asked);
  // Who is in already, as far as the eye can see, is not sent back for a network that comes and goes.
  while (early && (told.code === "offline" || told.code === "busy")) {
    await new Promise((done) => setTimeout(done, pause()));
    told = await enter(asked);
  }
  go.removeAttribute("aria-disabled");
  if (!told.ok) return turnedAway(told.code);
  show(told);
  if (!early) byId("main").querySelector("h1").focus({ preventScroll: true });
  return connect(told);
}

/** Asks to be let in. A page that came without its cookie gets one now, and asks once more. */
async function enter(asked) {
  const told = await post("join", asked);
  return told.code === "cookie" ? post("join", asked) : told;
}

function turnedAway(code) {
  if (code === "device_ended") return line.gone();
  shown.started = false;
  byId("app").hidden = true;
  byId("entry-box").after(byId("about-me"));
  byId("welcome").hidden = false;
  byId("join-problem").textContent = hindrance(code);
  if (/^entry/.test(code)) {
    byId("entry-box").hidden = false;
    byId("entry").focus();
  }
}

function hindrance(code) {
  const words = {
    offline: t("No network just now. Try again in a moment."),
    unknown_code: t("There is no open workshop with this code. Check the code on the screen."),
    too_many_guesses: t("Too many wrong codes. Wait a minute, or scan the QR code on the screen."),
    session_closed: t("This workshop is over."),
    entry_needed: t("Type the code that you were given."),
    entry_refused: t("This code does not let this phone in. Check it letter by letter, or ask those who lead the workshop."),
    cookie: t("Your browser refuses cookies, and without one we cannot keep your answers together. Allow cookies for this page and press again."),
  };
  return words[code] || t("It did not work just now. Try again in a moment.");
}

/** A change of language is a new page; the token of the QR code has to come along until we have joined. */
for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
  });
}

/** What nobody needs before the first answer: results, ideas, lists and the menu. */
let arrive = null;
const arrived = new Promise((done) => {
  arrive = done;
});
function fetchLater() {
  part(boot.later).then(() => {
    shown.later = true;
    // An open question keeps its focus; any other screen is drawn again, now with its lists.
    if (shown.key && !(now.view.round && now.view.round.state === "open")) shown.key = "late";
    arrive();
    refresh();
    if (shown.started && history.state && history.state.menu) toggleMenu(true);
  }, () => setTimeout(fetchLater, 3000));
}

if (boot.told) {
  show(boot.told);
  connect(boot.told);
} else {
  byId("welcome-form").addEventListener("submit", join);
  if (boot.refused && !location.hash) byId("join-problem").textContent = hindrance(boot.refused);
}
if (boot.kiosk) part(boot.kiosk);
byId("menu-button").addEventListener("click", () => arrived.then(turnMenu));
requestAnimationFrame(() => setTimeout(fetchLater, 0));
byId("banner-close").addEventListener("click", () => {
  now.restored = false;
  byId("banner").hidden = true;
});
