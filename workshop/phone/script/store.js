// What this phone remembers: one key per thing, so that two tabs never overwrite each other.

let space = "";
const memory = {};
let lasting = true;

try {
  localStorage.setItem("radslag.try", "1");
  localStorage.removeItem("radslag.try");
} catch (refused) {
  lasting = false;  // Storage is switched off: it all lives as long as the page, and the page says so.
}

const store = {
  open(session) {
    space = "radslag." + session + ".";
  },
  get(name) {
    try {
      const text = lasting ? localStorage.getItem(space + name) : memory[name];
      return text == null ? null : JSON.parse(text);
    } catch (broken) {
      return null;
    }
  },
  set(name, value) {
    const text = JSON.stringify(value);
    try {
      if (lasting) localStorage.setItem(space + name, text);
      else memory[name] = text;
    } catch (full) {
      lasting = false;
      memory[name] = text;
    }
  },
  remove(name) {
    delete memory[name];
    try {
      localStorage.removeItem(space + name);
    } catch (refused) {
      lasting = false;
    }
  },
  names(prefix) {
    const found = Object.keys(memory);
    try {
      for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i);
        if (key.startsWith(space)) found.push(key.slice(space.length));
      }
    } catch (refused) {
      lasting = false;
    }
    return [...new Set(found)].filter((name) => name.startsWith(prefix)).sort();
  },
  lasting() {
    return lasting;
  },
};

/** What is half written in a field, so that a reload does not take it. */
const draft = {
  get(name) {
    return store.get("draft." + name) || "";
  },
  set(name, text) {
    if (text) store.set("draft." + name, text);
    else store.remove("draft." + name);
  },
};
