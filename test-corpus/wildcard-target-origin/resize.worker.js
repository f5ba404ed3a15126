// A dedicated worker: self is not a Window.
self.onmessage = (event) => {
  const { id, pixels, width } = event.data;
  const out = shrink(pixels, width);
  self.postMessage({ id, out }, [out.buffer]); //~ ok wildcard-target-origin: a worker's global scope has no target origin
};

function shrink(pixels, width) {
  const out = new Uint8ClampedArray(width * 4);
  for (let i = 0; i < out.length; i++) out[i] = pixels[i * 2];
  return out;
}
