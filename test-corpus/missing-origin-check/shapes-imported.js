// Listeners that functions of libraries add, or hand back as they are.
import on from 'dojo/on';
import addEventListener from 'rc-util/lib/Dom/addEventListener';
import { action, makeAutoObservable } from 'mobx';
import { throttle } from 'lodash-es';
import { L } from './leaflet.js';
import { EventUtil } from './event-util.js';

const APP = 'https://app.example.com';
const output = document.querySelector('#output');

function show(event) {
  output.textContent = event.data.text;
}

function showChecked(event) {
  if (event.origin === APP) output.textContent = event.data.text;
}

const handle = on(window, 'message', show); //~ missing-origin-check `on(window, 'message', show)` low pedantic
on(window, 'message', showChecked); //~ ok missing-origin-check: the listener compares
on(output, 'message', show); //~ ok missing-origin-check: an element
on(window, 'resize', show); //~ ok missing-origin-check: another event
export const stop = () => handle.remove();

export function attach(worker) {
  const added = addEventListener(window, 'message', show); //~ missing-origin-check `addEventListener(window, 'message', show)` pedantic
  addEventListener(window, 'message', showChecked); //~ ok missing-origin-check: the listener compares
  addEventListener(worker, 'message', show); //~ ok missing-origin-check: whatever it is, it is not known to be a window
  return () => added.remove();
}

L.DomEvent.on(window, 'message', show); //~ missing-origin-check `L.DomEvent.on(window, 'message', show)` pedantic
L.DomEvent.on(window, 'message', showChecked); //~ ok missing-origin-check: the listener compares
EventUtil.addHandler(window, 'message', show); //~ missing-origin-check `EventUtil.addHandler(window, 'message', show)` pedantic
EventUtil.addHandler(window, 'message', showChecked); //~ ok missing-origin-check: the listener compares
EventUtil.addHandler(document, 'click', show); //~ ok missing-origin-check: another event

// An action of MobX is called as the function that it is made of.
class Selection {
  current = '';

  constructor() {
    makeAutoObservable(this);
    window.addEventListener('message', action((event) => { //~ missing-origin-check `window.addEventListener('message', action((event) => {…` confidence=high
      this.current = event.data.id;
    }));
    window.addEventListener('message', action((event) => {
      if (event.origin !== APP) return; //~ ok missing-origin-check: the action compares
      this.current = event.data.id;
    }));
  }
}

export const selection = new Selection();

const follow = throttle((event) => scrollTo(0, event.data.top), 16);
window.addEventListener('message', follow); //~ missing-origin-check `window.addEventListener('message', follow)` pedantic

const followApp = throttle((event) => event.origin === APP && scrollTo(0, event.data.top), 16);
window.addEventListener('message', followApp); //~ ok missing-origin-check: the throttled function compares
