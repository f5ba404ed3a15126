// Libraries of state: observables, drafts, proxies and subjects.
import { makeAutoObservable, observable, toJS } from 'mobx';
import { current, produce } from 'immer';
import { BehaviorSubject, Observable, interval } from 'rxjs';
import { createStore, unwrap } from 'solid-js/store';
import { proxy, snapshot } from 'valtio';

const worker = new Worker('/store.js');

class Column {
  values = [];
  title = '';

  constructor() {
    makeAutoObservable(this);
  }

  post() {
    worker.postMessage({ values: this.values }); //~ uncloneable-message `this.values` medium
    worker.postMessage({ title: this.title }); //~ ok uncloneable-message: a text
    worker.postMessage({ values: toJS(this.values) }); //~ ok uncloneable-message: a plain copy
  }
}

class Plain {
  values = [];

  post() {
    worker.postMessage({ values: this.values }); //~ ok uncloneable-message: nothing makes it observable
  }
}

export const columns = [new Column(), new Plain()];

const list = observable([1, 2]);
const shallow = observable.array([{ id: 1 }]);

export function postList() {
  worker.postMessage(list); //~ uncloneable-message `list`
  worker.postMessage(shallow); //~ uncloneable-message `shallow`
  worker.postMessage(list.slice()); //~ ok uncloneable-message: a plain copy
}

export const add = (state, row) =>
  produce(state, (draft) => {
    draft.rows.push(row);
    worker.postMessage({ rows: draft.rows }); //~ uncloneable-message `draft.rows`
    worker.postMessage({ rows: current(draft).rows }); //~ ok uncloneable-message: a plain copy
    worker.postMessage({ count: draft.rows.length }); //~ ok uncloneable-message: a number
  });

export const addLater = produce((draft) => {
  worker.postMessage(draft); //~ uncloneable-message `draft`
});

const chosen = new BehaviorSubject([]);
const ticks = interval(1000);

export function postStreams() {
  worker.postMessage({ chosen }); //~ uncloneable-message `chosen`
  worker.postMessage({ chosen: chosen.value }); //~ ok uncloneable-message: what it holds
  worker.postMessage({ ticks }); //~ uncloneable-message `ticks`
  worker.postMessage(new Observable((sink) => sink.next(1))); //~ uncloneable-message `new Observable((sink) => sink.next(1))`
  ticks.subscribe((tick) => worker.postMessage({ tick })); //~ ok uncloneable-message: what it emits
}

const [cart, setCart] = createStore({ items: [] });

export function postCart() {
  setCart('items', []);
  worker.postMessage({ items: cart.items }); //~ uncloneable-message `cart.items`
  worker.postMessage({ items: unwrap(cart).items }); //~ ok uncloneable-message: unwrapped
}

const game = proxy({ board: ['x', 'o'], turn: 0 });

export function postGame() {
  worker.postMessage({ board: game.board }); //~ uncloneable-message `game.board`
  worker.postMessage({ turn: game.turn }); //~ ok uncloneable-message: a number
  worker.postMessage(snapshot(game)); //~ ok uncloneable-message: a snapshot is plain
}
