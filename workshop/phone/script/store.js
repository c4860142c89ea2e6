// What this phone remembers: one key per thing, so that two tabs never overwrite each other.

let space = "";
// What storage would not take (it is full, or switched off) lives as long as the page.
const memory = {};
// A page that has said goodbye writes nothing more, whatever timer or answer still comes.
let leaving = false;

const store = {
  open(session) {
    space = "radslag." + session + ".";
  },
  get(name) {
    try {
      const text = name in memory ? memory[name] : localStorage.getItem(space + name);
      return text == null ? null : JSON.parse(text);
    } catch (broken) {
      return null;
    }
  },
  set(name, value) {
    if (leaving) return;
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(space + name, text);
      delete memory[name];
    } catch (full) {
      memory[name] = text;
    }
  },
  remove(name) {
    delete memory[name];
    try {
      localStorage.removeItem(space + name);
    } catch (refused) {
      // Without storage there is nothing there to remove.
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
      // Without storage there is nothing there to find.
    }
    return [...new Set(found)].filter((name) => name.startsWith(prefix)).sort();
  },
  /** Leaves nothing behind, and nothing comes after it. */
  forget() {
    leaving = true;
    for (const name of store.names("")) store.remove(name);
  },
  /** Whether everything would still be here after a reload; the page says so when it would not. */
  lasting() {
    return !Object.keys(memory).length;
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
