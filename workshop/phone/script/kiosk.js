// A device that stands in the room for everybody: each person starts afresh, and nothing is left behind.

const IDLE_MS = 60000;
const WARNED_S = 20;
const kiosk = { going: false, timer: 0, asked: null };

page.dataset.kiosk = "on";
if (byId("welcome-form")) byId("welcome-form").reset();

const nextButton = button(t("Done – next person"), "primary big", () => nextPerson(), { id: "next-person" });
byId("foot").append(nextButton, el("p", { id: "next-problem", role: "status" }));
// The desk ends a device by its number: it stands on every screen of it.
const numbered = () => el("p", { class: "soft device" }, t("Shared device {n}", { n: boot.device }));
byId("foot").append(numbered());
if (byId("welcome-form")) byId("welcome-form").after(numbered());

/** Sends what is still here, forgets this person, and lets the page begin anew. */
async function nextPerson() {
  if (kiosk.going) return;
  kiosk.going = true;
  quiet();
  nextButton.setAttribute("aria-disabled", "true");
  await delivered();
  const answer = await post("next", {});
  if (answer.ok || answer.code === "device_ended") return startAfresh();
  kiosk.going = false;
  nextButton.removeAttribute("aria-disabled");
  say(hindrance(answer.code));
  return awake();
}

/** Until every answer is counted or refused: none of them may be sent in the next person's name. */
async function delivered() {
  while (outbox.entries().length) {
    say(line.joined ? t("Sending …") : t("Waiting for network. Keep this page open."));
    outbox.flush();
    await new Promise((done) => setTimeout(done, 250));
  }
  say("");
}

// Ended at the desk, too, a device keeps nothing of the person who stood there.
line.gone = startAfresh;

function say(text) {
  byId("next-problem").textContent = text;
}

function startAfresh() {
  line.ticket = null;
  if (line.socket) line.socket.close();
  store.forget();
  sessionStorage.clear();
  location.replace("/j/" + boot.code);
}

/** Somebody is at the device: the clock of silence starts again. */
function awake() {
  clearTimeout(kiosk.timer);
  if (kiosk.going || kiosk.asked) return;
  kiosk.timer = setTimeout(askWhetherThere, IDLE_MS);
}

function askWhetherThere() {
  if (!shown.started && !typed()) return awake();
  let left = WARNED_S;
  const told = el("p", { role: "timer" }, "");
  const tell = () => {
    told.textContent = t("If not, this device is ready for the next person in {n} seconds.", { n: left });
  };
  kiosk.asked = el("dialog", { class: "still-there", "aria-labelledby": "still-there", oncancel: stay },
    el("h1", { id: "still-there" }, t("Are you still there?")), told,
    button(t("I am still here"), "primary big", stay, { autofocus: true }),
    button(t("Done – next person"), "big", () => nextPerson()));
  document.body.append(kiosk.asked);
  tell();
  kiosk.asked.showModal();
  kiosk.timer = setInterval(() => {
    left -= 1;
    tell();
    if (left <= 0) nextPerson();
  }, 1000);
  return undefined;
}

/** A welcome page in which somebody began to write is somebody's too. */
function typed() {
  return [...document.querySelectorAll("#welcome-form input, #welcome-form select")].some((field) => field.value);
}

function quiet() {
  clearTimeout(kiosk.timer);
  clearInterval(kiosk.timer);
  if (kiosk.asked) kiosk.asked.remove();
  kiosk.asked = null;
}

function stay() {
  quiet();
  awake();
}

for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
  document.addEventListener(sign, () => !kiosk.asked && awake(), { passive: true, capture: true });
}
// A page out of the browser's memory would be that of somebody who has left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace("/j/" + boot.code);
});
awake();
