// Vue: what it makes reactive is a proxy, and a proxy cannot be cloned.
import { computed, reactive, readonly, ref, shallowReactive, shallowRef, toRaw, watch } from 'vue';
import * as everything from 'vue';
import { reactive as ownReactive } from './reactive';

const worker = new Worker('/index.js');

interface Row {
  id: string;
  tags: string[];
}

const state = reactive({ rows: [] as Row[], query: '', options: { deep: true } });

export function postAll(): void {
  worker.postMessage(state); //~ uncloneable-message `state` medium
}

export function postRows(): void {
  worker.postMessage({ type: 'rows', rows: state.rows }); //~ uncloneable-message `state.rows`
}

export function postOptions(): void {
  const { options } = state;
  worker.postMessage({ type: 'options', options }); //~ uncloneable-message `options`
}

export function postQuery(): void {
  worker.postMessage({ type: 'query', query: state.query }); //~ ok uncloneable-message: a text
}

export function postEach(): void {
  state.rows.push({ id: 'a', tags: [] });
  state.rows.forEach((row) => worker.postMessage(row)); //~ uncloneable-message `row`
}

export function postShallowCopy(): void {
  worker.postMessage({ ...state }); //~ uncloneable-message `{ ...state }`
}

export function postRaw(): void {
  worker.postMessage(toRaw(state)); //~ ok uncloneable-message: what stands behind the proxy
  worker.postMessage({ rows: toRaw(state).rows.map((row) => ({ ...row })) }); //~ ok uncloneable-message: plain rows
}

export function postText(): void {
  worker.postMessage(JSON.parse(JSON.stringify(state))); //~ ok uncloneable-message: a plain copy
  worker.postMessage(JSON.stringify(state.rows)); //~ ok uncloneable-message: a text
}

export function postIds(): void {
  worker.postMessage({ ids: state.rows.map((row) => row.id) }); //~ ok uncloneable-message: an array of texts
}

const plain = { theme: 'dark', sizes: [1, 2] };
const settings = reactive(plain);

export function postPlain(): void {
  worker.postMessage(plain); //~ ok uncloneable-message: the object behind the proxy is none
  worker.postMessage(settings); //~ uncloneable-message `settings`
}

const filter = ref({ text: '', tags: [] as string[] });
const count = ref(0);
const chosen = ref<Row | null>(null);
const buffer = shallowRef({ bytes: [] as number[] });
const heading = computed(() => filter.value.text.toUpperCase());

watch(filter, () => worker.postMessage({ type: 'filter', filter: filter.value }), { deep: true }); //~ uncloneable-message `filter.value`

export function postRefs(): void {
  worker.postMessage({ type: 'count', count: count.value }); //~ ok uncloneable-message: a number
  worker.postMessage({ type: 'tags', tags: filter.value.tags }); //~ uncloneable-message `filter.value.tags`
  worker.postMessage({ type: 'tags', tags: [...filter.value.tags] }); //~ ok uncloneable-message: a copy of texts
  worker.postMessage({ type: 'buffer', buffer: buffer.value }); //~ ok uncloneable-message: a shallow ref holds it as it is
  worker.postMessage({ type: 'heading', heading }); //~ uncloneable-message `heading`
  worker.postMessage({ type: 'heading', heading: heading.value }); //~ ok uncloneable-message: its value is a text
}

export function choose(row: Row): void {
  chosen.value = row;
  worker.postMessage({ type: 'chosen', chosen: chosen.value }); //~ missed uncloneable-message `chosen.value`: that a parameter is an object is not known
}

const limits = readonly({ most: 5 });
const layout = shallowReactive({ panes: [1, 2] });
const modes = everything.reactive({ list: ['a'] });
const mine = ownReactive({ list: ['a'] });

export function postOthers(): void {
  worker.postMessage(limits); //~ uncloneable-message `limits`
  worker.postMessage(layout); //~ uncloneable-message `layout`
  worker.postMessage({ panes: layout.panes }); //~ ok uncloneable-message: what it holds stays as it is
  worker.postMessage(modes.list); //~ uncloneable-message `modes.list`
  worker.postMessage(mine); //~ ok uncloneable-message: a function of the program with the same name
}

export function either(raw: boolean): void {
  worker.postMessage(raw ? plain : state); //~ ok uncloneable-message: on one way it is plain
}
