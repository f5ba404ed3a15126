// Loops that a message sets the length of.
const grid = document.querySelector<HTMLElement>('#grid')!;

interface Layout {
  rows: number;
  columns: number;
  cells: string[];
}

function rule(): void {
  grid.append(document.createElement('hr'));
}

window.addEventListener('message', (event: MessageEvent<Layout>) => { //~ missing-origin-check `window.addEventListener('message', (event: MessageEvent<Layout>) => {…` pedantic
  for (let row = 0; row < event.data.rows; row++) { //~ unthrottled-message-work `row < event.data.rows` low
    rule();
  }
});

window.addEventListener('message', ({ data }: MessageEvent<Layout>) => { //~ missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Layout>) => {…` pedantic
  const { rows, columns } = data;
  let row = 0;
  while (row++ < rows) { //~ unthrottled-message-work `row++ < rows` low
    for (let column = 0; column < columns; column += 1) rule(); //~ unthrottled-message-work `column < columns` low
  }
});

window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…` pedantic
  let left = data.steps;
  do rule();
  while (--left > 0); //~ missed unthrottled-message-work `--left > 0`: what is counted down is a number of the program's by then
});

window.addEventListener('message', ({ data }) => { //~ missing-origin-check `window.addEventListener('message', ({ data }) => {…` pedantic
  fill(data.count);
});

function fill(count: number): void {
  for (let i = 0; i < count; i++) rule(); //~ unthrottled-message-work `i < count` low
}

window.addEventListener('message', ({ data }: MessageEvent<Layout>) => { //~ missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Layout>) => {…` pedantic
  for (let i = 0; i < data.cells.length; i++) rule(); //~ ok unthrottled-message-work: as long as what was sent
  for (const cell of data.cells) grid.append(cell); //~ ok unthrottled-message-work: as long as what was sent
});

window.addEventListener('message', ({ data }: MessageEvent<Layout>) => { //~ missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Layout>) => {…` pedantic
  const rows = Math.min(data.rows, 100);
  for (let row = 0; row < rows; row++) rule(); //~ ok unthrottled-message-work: a hundred at most
});

window.addEventListener('message', ({ data }: MessageEvent<Layout>) => { //~ missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Layout>) => {…` pedantic
  if (data.rows > 100) return;
  for (let row = 0; row < data.rows; row++) rule(); //~ ok unthrottled-message-work: more is refused
});

window.addEventListener('message', ({ data }: MessageEvent<Layout>) => { //~ missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Layout>) => {…` pedantic
  for (let row = 0; row < 10 && row < data.rows; row++) rule(); //~ ok unthrottled-message-work: ten at most
});

window.addEventListener('message', ({ data, origin }: MessageEvent<Layout>) => { //~ ok unthrottled-message-work: the own origin
  if (origin !== location.origin) return;
  for (let row = 0; row < data.rows; row++) rule();
});

const worker = new Worker('/layout.js');
worker.onmessage = ({ data }) => { //~ ok unthrottled-message-work: a worker is no stranger
  for (let row = 0; row < data.rows; row++) rule();
};
