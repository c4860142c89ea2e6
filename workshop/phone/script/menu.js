// The menu: my contributions, language, who I am, and what is stored. Back closes it.

function turnMenu() {
  if (shown.menu) return closeMenu();
  history.pushState({ menu: true }, "");
  toggleMenu(true);
  return line.rejoin();
}

function closeMenu() {
  if (history.state && history.state.menu) history.back();
  else toggleMenu(false);
}

function toggleMenu(on) {
  if (on === shown.menu) return;
  shown.menu = on;
  byId("menu").hidden = !on;
  byId("main").hidden = on;
  byId("menu-button").setAttribute("aria-expanded", String(on));
  if (on) {
    shown.menuTold = "";
    fillProfile();
    window.scrollTo(0, 0);
    byId("menu").querySelector("h1").focus({ preventScroll: true });
  } else byId("menu-button").focus();
  refresh();
}

/** Draws my contributions anew, unless they are the same: a question "delete?" must not vanish. */
function fillMenu() {
  const told = JSON.stringify([contributions("pin"), contributions("idea"), now.view.session.phase]);
  if (told === shown.menuTold || byId("menu-mine").querySelector("li textarea")) return;
  shown.menuTold = told;
  put(byId("menu-mine"), mineSection());
}

function fillProfile() {
  const mine = (now.mine && now.mine.profile) || {};
  byId("group").value = mine.group || "";
  if (byId("district")) byId("district").value = mine.district || "";
  byId("profile-saved").textContent = "";
}

function saveProfile() {
  const district = byId("district") ? byId("district").value : "";
  outbox.put({ do: "profile", group: byId("group").value || null, district: district || null, language });
  byId("profile-saved").textContent = line.joined ? t("Saved") : t("Saved on this phone, waiting for network");
}

byId("menu-close").addEventListener("click", closeMenu);
byId("profile-save").addEventListener("click", saveProfile);
window.addEventListener("popstate", () => {
  if (shown.started) toggleMenu(Boolean(history.state && history.state.menu));
});
