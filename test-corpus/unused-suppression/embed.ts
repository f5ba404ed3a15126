// One comment for a whole file, wherever it stands.
// originlint-ignore-file wildcard-target-origin: a widget for any page, and what it tells is public //~ ok unused-suppression: hides the two below
// originlint-ignore-file message-to-html: was true once //~ unused-suppression `message-to-html` low

interface Size {
  rows: string[];
}

export function announce(size: Size): void {
  window.parent.postMessage(size, "*");
}

export function repeat(size: Size): void {
  // originlint-ignore wildcard-target-origin: public as well //~ ok unused-suppression: at the line it outranks the one for the file
  window.parent.postMessage(size, "*");
}

const text = "// originlint-ignore missing-origin-check: text is no comment"; //~ ok unused-suppression: in a string
const template = `
  // originlint-ignore missing-origin-check: text is no comment
  ${text}`; //~ ok unused-suppression: in a template
export const pattern = /\/\/ originlint-ignore missing-origin-check: no comment/; //~ ok unused-suppression: in a regular expression
export default template;
