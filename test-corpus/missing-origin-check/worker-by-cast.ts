// Code that says of its own scope that it is a worker's is written for a worker, whatever else uses the file.
export const compile = (content: string, worker: Worker = self as unknown as Worker) =>
  new Promise<string>((resolve) => {
    const handler = (event: MessageEvent) => {
      if (event.data.content !== content) return;
      worker.removeEventListener('message', handler);
      resolve(event.data.compiled);
    };
    worker.addEventListener('message', handler); //~ ok missing-origin-check: a worker, or the page that started this one
    worker.postMessage({ content });
  });

export const compileInWindow = (content: string, scope = self) =>
  new Promise<string>((resolve) => {
    scope.addEventListener('message', (event) => { //~ missing-origin-check `scope.addEventListener('message', (event) => {…` medium  //~ listener-not-removed `scope.addEventListener('message', (event) => {…` medium: one more for each call
      resolve(event.data.compiled + content);
    });
  });
