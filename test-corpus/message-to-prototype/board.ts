// A board whose cells are set by message, a table of tables, and a list.
type Move = { row: string; column: string; piece: string; player: number; path: string[]; value: unknown };

const board: Record<string, Record<string, string>> = {};
const scores = new Map<string, Map<string, number>>();
const grid: number[][] = [[0, 0], [0, 0]];
const bare: Record<string, Record<string, string>> = Object.create(null);

window.addEventListener('message', (event: MessageEvent<Move>) => { //~ missing-origin-check `window.addEventListener('message', (event: MessageEvent<Move>) => {…`
  const { row, column, piece } = event.data;
  const cells = board[row] ?? (board[row] = {});
  cells[column] = piece; //~ message-to-prototype `cells[column]` high
});

window.addEventListener('message', (event: MessageEvent<Move>) => { //~ missing-origin-check `window.addEventListener('message', (event: MessageEvent<Move>) => {…`
  const { row, column, piece, player } = event.data;
  bare[row][column] = piece; //~ ok message-to-prototype: an object without a prototype has no `__proto__`
  scores.get(row)?.set(column, player); //~ ok message-to-prototype: maps
  grid[Number(row)][Number(column)] = player; //~ ok message-to-prototype: numbers
  board['row-' + row][column] = piece; //~ ok message-to-prototype: the program begins the name
  (board as any)[row].length = 0; //~ ok message-to-prototype: the property is named by the program
});

class Store {
  private state: any = {};

  write(path: string[], value: unknown) {
    let target = this.state;
    for (let i = 0; i < path.length - 1; i++) target = target[path[i]];
    target[path[path.length - 1]] = value; //~ message-to-prototype `target[path[path.length - 1]]` high
  }
}

const store = new Store();
window.addEventListener('message', ({ data }: MessageEvent<Move>) => store.write(data.path, data.value)); //~ missing-origin-check `window.addEventListener('message', ({ data }: MessageEvent<Move>) => store.write(data.path, data.value))`
