// Elements and their children. Strings become text nodes: nothing of a file is ever read as markup.

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return made;
}

// Words of somebody else: set apart from what stands around them, in whichever direction they run.
export const bdi = (words, attributes = {}) => el("bdi", { dir: "auto", ...attributes }, words);

export const rows = (pairs, attributes = {}) =>
  el("dl", attributes, ...pairs.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value))));
