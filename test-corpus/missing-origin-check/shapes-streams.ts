// Streams of messages: what a stage lets through or makes of the event is what the next one gets.
import { Observable, fromEvent } from 'rxjs';
import { debounceTime, filter, map, switchMap, tap } from 'rxjs/operators';

const PARTNER = 'https://partner.example.com';
const title = document.querySelector('h1')!;
const board = document.querySelector('#board')!;

fromEvent<MessageEvent>(window, 'message') //~ missing-origin-check `fromEvent<MessageEvent>(window, 'message')` high
  .pipe(
    filter((event) => event.data?.type === 'draw'),
    map((event) => event.data.markup),
    debounceTime(20),
  )
  .subscribe((markup) => {
    board.innerHTML = markup; //~ message-to-html `board.innerHTML` high
  });

fromEvent<MessageEvent>(window, 'message')
  .pipe(
    filter((event) => event.origin.endsWith('partner-example.com')), //~ weak-origin-check `event.origin.endsWith('partner-example.com')` high
    map(({ data }) => data.markup),
  )
  .subscribe((markup) => {
    board.innerHTML = markup; //~ message-to-html `board.innerHTML` high
  });

fromEvent<MessageEvent>(window, 'message')
  .pipe(
    filter(({ origin }) => origin === PARTNER), //~ ok weak-origin-check: the whole origin is compared
    tap((event) => console.debug('from the partner', event.data)),
    map((event) => event.data.title),
  )
  .subscribe({
    next: (text) => {
      title.textContent = text;
    },
  });

const messages: Observable<MessageEvent> = fromEvent<MessageEvent>(window, 'message').pipe(
  filter((event) => event.origin === PARTNER), //~ ok missing-origin-check: every subscriber is behind the filter
);

messages.subscribe((event) => localStorage.setItem('theme', event.data.theme)); //~ message-to-storage `localStorage.setItem('theme', event.data.theme)` low auditor
messages.pipe(switchMap((event) => load(event.data.page))).subscribe((page) => {
  title.textContent = page.title;
});

fromEvent<MessageEvent>(window, 'message') //~ missing-origin-check `fromEvent<MessageEvent>(window, 'message')` medium
  .filter((event) => event.data.type === 'theme')
  .map((event) => event.data.theme)
  .subscribe((theme) => localStorage.setItem('theme', theme)); //~ message-to-storage `localStorage.setItem('theme', theme)` medium

// `forEach` listens as well.
fromEvent<MessageEvent>(window, 'message').forEach(({ data }) => {
  board.innerHTML = data.board; //~ message-to-html `board.innerHTML` high
}); //~^^ missing-origin-check `fromEvent<MessageEvent>(window, 'message')` high

// What a stage does on the side is done for whoever gets as far as it.
fromEvent<MessageEvent>(window, 'message')
  .pipe(
    tap(({ data }) => sessionStorage.setItem('filter', data.filter)), //~ message-to-storage `sessionStorage.setItem('filter', data.filter)` medium
    filter(({ origin }) => origin === PARTNER), //~ unenforced-origin-check `origin === PARTNER` medium
  )
  .subscribe(({ data }) => {
    title.textContent = data.title;
  });

fromEvent<MessageEvent>(window, 'message')
  .pipe(
    filter(({ origin }) => origin === PARTNER), //~ ok unenforced-origin-check: it stands before what is kept
    tap(({ data }) => sessionStorage.setItem('sort', data.sort)), //~ message-to-storage `sessionStorage.setItem('sort', data.sort)` low auditor
  )
  .subscribe(({ data }) => {
    title.textContent = data.title;
  });

fromEvent<CustomEvent>(board, 'message').subscribe((event) => {
  title.textContent = event.detail.title; //~ ok missing-origin-check: an event of an element
});

fromEvent<MessageEvent>(new Worker('/layout.js'), 'message')
  .pipe(map((event) => event.data.markup))
  .subscribe((markup) => {
    board.innerHTML = markup; //~ ok message-to-html: from the page's own worker
  });

declare function load(page: string): Promise<{ title: string }>;
