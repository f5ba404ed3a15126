// Lists of origins that are filled out of sight, walked in a loop: nothing is known of the entries but that the origin is held against them.
import { grants, apply, partners } from './grants.js';

const state = {};

function inList(list, value) {
  for (let i = 0; i < list.length; i++) {
    if (list[i] === value) return true;
  }
  return false;
}

function granted(origin, method) {
  if (!inList(['read', 'write'], method)) return false;
  for (let i = 0; i < grants.length; i++) {
    const grant = grants[i];
    if (!(grant.origin instanceof RegExp) || !(grant.methods instanceof Array)) {
      continue;
    }
    const fits = grant.origin.test(origin); //~ ok unenforced-origin-check: an entry of another sort is passed over, and an empty list lets nobody in
    if (fits && inList(grant.methods, method)) {
      return true;
    }
  }
  return false;
}

window.addEventListener('message', (event) => {
  if (!granted(event.origin, event.data.method)) return;
  state.value = event.data.value;
});

const partnerOf = (origin) => {
  for (const partner of partners) {
    if (!partner.enabled || !partner.pattern) continue;
    if (partner.pattern.test(origin)) { //~ ok unenforced-origin-check: the one that fits comes out, or nothing
      return { name: partner.name };
    }
  }
  return null;
};

window.addEventListener('message', (event) => {
  const partner = partnerOf(event.origin);
  if (!partner) return;
  state[partner.name] = event.data.value;
});

window.addEventListener('message', (event) => {
  let known = false;
  for (const partner of partners) {
    if (partner.pattern.test(event.origin)) { //~ ok unenforced-origin-check: the flag says how the search ended
      known = true;
      break;
    }
  }
  if (!known) return;
  state.value = event.data.value;
});

window.addEventListener('message', (event) => {
  for (const partner of partners) {
    if (!partner.pattern.test(event.origin)) continue; //~ ok unenforced-origin-check: what is done stands behind it
    state[partner.name] = event.data.value;
  }
});

window.addEventListener('message', (event) => {
  for (const partner of partners) {
    if (partner.pattern.test(event.origin)) { //~ unenforced-origin-check `partner.pattern.test(event.origin)`
      state.partner = partner.name;
    }
  }
  apply(event.data.settings);
});

function acceptsOrOpen(origin, list) {
  for (const entry of list) {
    if (entry === origin || entry === '*') return true; //~ unenforced-origin-check `entry === origin` witness=https://attacker.test
    if (entry instanceof RegExp && entry.test(origin)) return true;
  }
  return false;
}

export function listen(list = ['*']) {
  window.addEventListener('message', (event) => {
    if (!acceptsOrOpen(event.origin, list)) return;
    apply(event.data.settings);
  });
}
