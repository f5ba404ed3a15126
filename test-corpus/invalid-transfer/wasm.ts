// The memory of a WebAssembly instance cannot be detached; a copy of a part of it can.
const memory = new WebAssembly.Memory({ initial: 16 });

export function frame(pointer: number, length: number) {
  const pixels = new Uint8ClampedArray(memory.buffer, pointer, length);
  self.postMessage({ pixels }, [pixels.buffer]); //~ invalid-transfer `pixels.buffer` medium
}

export function frameCopied(pointer: number, length: number) {
  const pixels = new Uint8ClampedArray(memory.buffer, pointer, length).slice();
  self.postMessage({ pixels }, [pixels.buffer]); //~ ok invalid-transfer: slice() copies
}

export function frameOfNew(pointer: number, length: number) {
  const pixels = new Uint8Array(new Uint8Array(memory.buffer, pointer, length));
  self.postMessage({ pixels }, [pixels.buffer]); //~ ok invalid-transfer: a view made of a view has memory of its own
}

class Encoder {
  #exports: any;

  async load(url: string) {
    const { instance } = await WebAssembly.instantiateStreaming(fetch(url));
    this.#exports = instance.exports;
  }

  encode(worker: Worker) {
    const bytes = new Uint8Array(this.#exports.memory.buffer, this.#exports.at(), this.#exports.size());
    worker.postMessage(bytes, [bytes.buffer]); //~ invalid-transfer `bytes.buffer`
  }

  encodeCopied(worker: Worker) {
    const copy = this.#exports.memory.buffer.slice(this.#exports.at(), this.#exports.size());
    worker.postMessage(copy, [copy]); //~ ok invalid-transfer: slice() of the buffer is a buffer of its own
  }
}
export const encoder = new Encoder();

export function whole(port: MessagePort, wasm: WebAssembly.Memory) {
  port.postMessage(wasm.buffer, [wasm.buffer]); //~ missed invalid-transfer `wasm.buffer`: of the name of a type only its last part is known
}

export async function shared(port: MessagePort, module: WebAssembly.Module, importObject: WebAssembly.Imports) {
  const instance = await WebAssembly.instantiate(module, importObject);
  const words = new Int32Array(instance.exports.memory.buffer, 0, 64);
  port.postMessage(words.subarray(0, 8), { transfer: [words.buffer] }); //~ invalid-transfer `words.buffer`
  port.postMessage(words.slice(0, 8)); //~ ok invalid-transfer: cloned
}
