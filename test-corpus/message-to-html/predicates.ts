// Tests in functions of the program's own.
const APP = 'https://app.example.com';
const out = document.getElementById('out')!;

interface Notice {
  level: 'info' | 'warning';
  count: number;
  text: string;
}

function isNotice(value: unknown): value is Notice {
  if (typeof value !== 'object' || value === null) return false;
  const notice = value as Notice;
  if (typeof notice.count !== 'number') return false;
  return notice.level === 'info' || notice.level === 'warning';
}

function assertCount(value: { count: unknown }): asserts value is { count: number } {
  if (typeof value.count !== 'number') throw new TypeError('count');
}

function looksRight({ level, count }: Notice): boolean {
  try {
    return ['info', 'warning'].includes(level) && Number.isInteger(count);
  } catch {
    return false;
  }
}

function isShort(text: unknown): text is string {
  return typeof text === 'string' && text.length < 100;
}

class Guard {
  isLevel(level: unknown): level is Notice['level'] {
    if (level === 'info') return true;
    if (level === 'warning') return true;
    return false;
  }

  isAnything(level: unknown): level is Notice['level'] {
    if (level === 'info') return true;
    return typeof level === 'string';
  }
}

const guard = new Guard();

window.addEventListener('message', (event) => {
  if (event.origin !== APP) return;
  if (!isNotice(event.data)) return;
  out.innerHTML = `<b class="${event.data.level}">${event.data.count}</b>`; //~ ok message-to-html: the guard compares one and knows the type of the other
  out.innerHTML = event.data.text; //~ message-to-html `out.innerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  assertCount(data);
  out.innerHTML = `<b>${data.count}</b>`; //~ ok message-to-html: anything but a number is thrown out
  out.outerHTML = `<b>${data.level}</b>`; //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  const fits = looksRight(data);
  if (!fits) return;
  out.innerHTML = `<b>${data.level} ${data.count}</b>`; //~ ok message-to-html: the constant holds what a predicate of its parts said
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (isShort(data.text)) out.innerHTML = data.text; //~ message-to-html `out.innerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (guard.isLevel(data.level)) out.innerHTML = `<b>${data.level}</b>`; //~ ok message-to-html: a method that compares with constants
  if (guard.isAnything(data.name)) out.outerHTML = `<b>${data.name}</b>`; //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (!data.sizes.every((size: unknown) => typeof size === 'number')) return;
  out.innerHTML = `<b>${data.sizes.join(' × ')}</b>`; //~ ok message-to-html: every element is a number
  out.outerHTML = data.rows.map((row: Notice) => `<li>${Number(row.count)}</li>`).join(''); //~ ok message-to-html: the callback makes numbers of it
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (['top', 'bottom'].some((side) => side === data.side)) out.innerHTML = `<b>${data.side}</b>`; //~ ok message-to-html: equal to one of two constants
  if (data.sides.some((side: string) => side === 'top')) out.outerHTML = data.sides.join(); //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (/^[a-z][\w-]*$/i.test(data.id)) out.innerHTML = `<b id="${data.id}"></b>`; //~ ok message-to-html: a word has no markup
  if (/[a-z]+/.test(data.name)) out.outerHTML = `<b id="${data.name}"></b>`; //~ message-to-html `out.outerHTML` low pedantic
});

window.addEventListener('message', ({ origin, data }) => {
  if (origin !== APP) return;
  if (!/^on/i.test(data.attribute)) out.setAttribute(data.attribute, data.value); //~ ok message-to-html: no name of a handler
  if (data.when instanceof Date) out.innerHTML = `<b>${data.when}</b>`; //~ ok message-to-html: the text of a date is the browser's
  if (!isNaN(data.year)) out.innerHTML = `<b>${data.year}</b>`; //~ ok message-to-html: the text of a number
});

// An element that is out of sight.
export function editor(item: { node: Element }) {
  window.addEventListener('message', ({ origin, data }) => {
    if (origin !== APP) return;
    item.node.setAttribute(data.attribute.replace('attr:', ''), data.value); //~ message-to-html `item.node.setAttribute(data.attribute.replace('attr:', ''), data.value)` low pedantic
    item.node.setAttribute('aria-label', data.value); //~ ok message-to-html: a constant attribute that only holds text
  });
}
