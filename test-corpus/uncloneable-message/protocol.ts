// Types of the program's own that are called like those of the platform.
export interface Request {
  id: number;
  method: string;
}

export type Response = { id: number; result: unknown };

class Headers {
  rows: string[] = [];
}

const worker = new Worker('/rpc.js');

export function send(request: Request, response: Response): void {
  worker.postMessage(request); //~ ok uncloneable-message: an interface of this file
  worker.postMessage({ response }); //~ ok uncloneable-message: a type of this file
}

export function sendHeaders(headers: Headers): void {
  worker.postMessage(headers); //~ ok uncloneable-message: a class of this file
}
