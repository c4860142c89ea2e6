// Starts the page: the welcome, or straight in for somebody who has joined before.

function enter(told) {
  boot.session = told.session.id;
  store.open(boot.session);
  if (byId("welcome")) {
    byId("menu-me").append(byId("about-me"));
    byId("welcome").remove();
  }
  byId("app").hidden = false;
  byId("session-title").textContent = pick(told.view.session.title);
  shown.started = true;
  history.replaceState(history.state, "", location.pathname);
  accept(told.epoch, told.seq, told.view, told.mine);
  refresh();
  line.ticket = told.ticket;
  line.open();
  const profile = now.mine && now.mine.profile;
  if (profile && profile.language !== language) {
    outbox.put({ do: "profile", group: profile.group, district: profile.district, language });
  }
}

async function join(event) {
  event.preventDefault();
  const go = byId("join");
  const field = (name) => (byId(name) && byId(name).value) || null;
  go.setAttribute("aria-disabled", "true");
  byId("join-problem").textContent = "";
  const told = await post("join", {
    token: location.hash.slice(1) || null, language, group: field("group"), district: field("district"),
  });
  go.removeAttribute("aria-disabled");
  if (told.ok) {
    enter(told);
    byId("main").querySelector("h1").focus({ preventScroll: true });
  } else byId("join-problem").textContent = hindrance(told.code);
}

function hindrance(code) {
  const words = {
    offline: t("No network just now. Try again in a moment."),
    unknown_code: t("There is no open workshop with this code. Check the code on the screen."),
    too_many_guesses: t("Too many wrong codes. Wait a minute, or scan the QR code on the screen."),
    session_closed: t("This workshop is over."),
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

if (boot.told) enter(boot.told);
else {
  byId("welcome-form").addEventListener("submit", join);
  if (boot.limited && !location.hash) byId("join-problem").textContent = hindrance("too_many_guesses");
}
byId("menu-button").addEventListener("click", () => arrived.then(turnMenu));
requestAnimationFrame(() => setTimeout(fetchLater, 0));
byId("banner-close").addEventListener("click", () => {
  now.restored = false;
  byId("banner").hidden = true;
});
