// Settings that arrive as groups, paths and patches.
import _ from 'lodash';
import $ from 'jquery';

const SHELL = 'https://shell.example.com';
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];
const settings = { view: {}, editor: {} };
const flags = {};

function isObject(value) {
  return value !== null && typeof value === 'object';
}

function merge(target, source) {
  for (const key in source) {
    if (isObject(source[key]) && isObject(target[key])) {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key]; //~ message-to-prototype `target[key]`
    }
  }
  return target;
}

function safeMerge(target, source) {
  for (const key of Object.keys(source)) {
    if (FORBIDDEN.includes(key)) continue;
    if (isObject(source[key]) && isObject(target[key])) safeMerge(target[key], source[key]);
    else target[key] = source[key]; //~ ok message-to-prototype: the forbidden names are left out
  }
}

function setPath(target, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  let at = target;
  for (const key of keys) {
    at = at[key];
  }
  at[last] = value; //~ message-to-prototype `at[last]` pedantic
}

window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…`
  merge(settings, data.settings);
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== SHELL) return;
  safeMerge(settings, data.settings);
  setPath(settings, data.path, data.value);
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== SHELL) return;
  const { group, key, value } = data;
  settings[group][key] = value; //~ message-to-prototype `settings[group][key]` low pedantic
  flags[key] = value; //~ ok message-to-prototype: one level, nobody else's object
  settings.view[key] = value; //~ ok message-to-prototype: the object is named by the program
  settings[group].seen = true; //~ ok message-to-prototype: the property is named by the program
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== SHELL) return;
  const { group, key, value } = data; //~ unvalidated-message-data `value` low
  if (group === '__proto__' || group === 'constructor') return;
  settings[group] = settings[group] || {};
  settings[group][key] = value; //~ ok message-to-prototype: the names that lead to the prototype are refused
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== SHELL) return;
  if (/^(__proto__|constructor|prototype)$/.test(data.group)) return;
  settings[data.group][data.key] = data.value; //~ ok message-to-prototype: refused by a pattern //~ unvalidated-message-data `data.value` low
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== SHELL) return;
  if (Object.hasOwn(settings, data.group)) {
    settings[data.group][data.key] = data.value; //~ ok message-to-prototype: one of the groups that the program wrote //~ unvalidated-message-data `data.value` low
  }
});

window.addEventListener('message', ({ data, origin }) => {
  if (origin !== SHELL) return;
  _.merge(settings, data.settings); //~ message-to-prototype `_.merge(settings, data.settings)` low pedantic confidence=low
  _.set(settings, data.path, data.value); //~ message-to-prototype `_.set(settings, data.path, data.value)` low pedantic confidence=low
  $.extend(true, settings, data.settings); //~ message-to-prototype `$.extend(true, settings, data.settings)` low pedantic confidence=low
  $.extend(settings, data.settings); //~ ok message-to-prototype: one level only
  _.merge(settings, { view: 'wide' }); //~ ok message-to-prototype: the program's own object
  _.set(settings, 'view.mode', data.mode); //~ ok message-to-prototype: the path is constant
  Object.assign(settings, data.settings); //~ ok message-to-prototype: one level, and `__proto__` is set on the copy alone
});
