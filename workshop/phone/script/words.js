// Words and nodes: every sentence goes through t(), every text through textContent.

const boot = JSON.parse(document.getElementById("boot").textContent);
const page = document.documentElement;
const language = page.lang;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The sentence in the reader's language, its {names} filled in. */
function t(sentence, values) {
  let text = boot.words[sentence] || sentence;
  for (const name in values || {}) text = text.split("{" + name + "}").join(values[name]);
  return text;
}

/** A number as people of that language write it. */
function figure(value, digits) {
  const rule = { maximumFractionDigits: digits || 0, minimumFractionDigits: digits || 0 };
  return new Intl.NumberFormat([language, "nb"], rule).format(value);
}

function percent(share) {
  return new Intl.NumberFormat([language, "nb"], { style: "percent" }).format(share);
}

/** The language a text exists in (the asked one first), and the text. */
function picked(texts) {
  for (const tag of [language, "nb", "nn", "sv", "en"]) {
    if (texts && texts[tag]) return [tag, texts[tag]];
  }
  return [language, ""];
}

function pick(texts) {
  return picked(texts)[1];
}

/** A node: attributes as they are named, functions as listeners, strings as text. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const name in attributes || {}) {
    const value = attributes[name];
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** A node with a text that came in several languages; a fallback says which language it is in. */
function said(tag, texts, attributes) {
  const [tongue, text] = picked(texts);
  const node = el(tag, attributes, text);
  if (tongue !== language) node.lang = tongue;
  return node;
}

function button(text, style, act, more) {
  return el("button", { type: "button", class: "rs-button " + style, onclick: act, ...more }, text);
}

function put(host, ...children) {
  host.replaceChildren(...children.flat().filter((child) => child != null && child !== false));
}

function byId(id) {
  return document.getElementById(id);
}

/** Reads a file beside the page once, however often it is asked for. */
const parts = {};
function part(address) {
  parts[address] = parts[address] || new Promise((done, failed) => {
    const script = el("script", { src: address, onload: () => done(), onerror: () => {
      delete parts[address];
      script.remove();
      failed(new Error(address));
    } });
    document.head.append(script);
  });
  return parts[address];
}

let lastSaid = 0;
let waiting = 0;
let nextSaid = "";
/** Tells a screen reader, at most every five seconds; what is told last is what is heard. */
function announce(text) {
  nextSaid = text;
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = 0;
    lastSaid = Date.now();
    byId("announcer").textContent = nextSaid;
  }, Math.max(100, lastSaid + 5000 - Date.now()));
}
