self.addEventListener('message', async (event) => { //~ ok missing-origin-check: a worker of the bundler
  const bitmap = await createImageBitmap(event.data.blob);
  indexedDB.open(event.data.name);
  self.postMessage(bitmap);
});
