// The progress of an import, told by the server until it is done.
export function watchImport(id, onProgress) {
  const events = new EventSource(`/imports/${encodeURIComponent(id)}/events`);

  return new Promise((resolve, reject) => {
    events.addEventListener('message', (event) => onProgress(JSON.parse(event.data)));
    events.addEventListener('done', (event) => {
      events.close();
      resolve(JSON.parse(event.data));
    });
    events.onerror = () => {
      events.close();
      reject(new Error('the connection was lost'));
    };
  });
}
