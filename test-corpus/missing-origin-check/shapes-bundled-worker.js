// A library in one bundle: the pool that pages use, and the script of its workers, which tells by what it answers with where it runs.
(function (root, factory) {
  if (typeof exports === 'object' && typeof module !== 'undefined') factory(exports);
  else factory((root.pool = {}));
})(typeof window !== 'undefined' ? window : self, function (exports) {
  const worker = { methods: {}, exit() {} };

  if (typeof self !== 'undefined' && typeof postMessage === 'function' && typeof addEventListener === 'function') {
    worker.on = function (event, callback) {
      addEventListener(event, function (message) {
        callback(message.data);
      });
    };
    worker.send = function (message, transfer) {
      transfer ? postMessage(message, transfer) : postMessage(message);
    };
  } else {
    worker.on = process.on.bind(process);
    worker.send = process.send.bind(process);
  }

  worker.methods.run = function (source, args) {
    return new Function('return (' + source + ').apply(null, arguments);').apply(null, args); //~ ok message-to-code: a worker runs what its page gives it
  };

  worker.on('message', function (request) { //~ ok missing-origin-check: it answers without a target origin, to whoever started it
    const method = worker.methods[request.method];
    Promise.resolve(method.apply(method, request.params)).then(function (result) {
      worker.send({ id: request.id, result }, result && result.transfer);
    });
  });

  exports.register = function (callback) {
    function reply(event, id, result) {
      if (typeof self.postMessage !== 'function') event.ports[0].postMessage([id, result]);
      else self.postMessage([id, result]);
    }
    self.addEventListener('message', function (event) { //~ ok missing-origin-check: in a worker, or a service worker
      const [id, message] = event.data;
      reply(event, id, callback(message));
    });
  };

  exports.attach = function (callback) {
    window.addEventListener('message', function (event) { //~ missing-origin-check `window.addEventListener('message', function (event) {…`
      callback(event.data);
      window.postMessage({ seen: event.data.id });
    });
  };

  exports.listen = function (callback) {
    self.addEventListener('message', function (event) { //~ missing-origin-check `self.addEventListener('message', function (event) {…`
      callback(event.data);
      self.postMessage({ seen: event.data.id }, location.origin);
    });
  };

  exports.follow = function (callback) {
    self.addEventListener('message', function (event) { //~ missing-origin-check `self.addEventListener('message', function (event) {…`
      callback(event.data);
    });
  };

  exports.answer = function (table) {
    self.addEventListener('message', function (event) { //~ ok missing-origin-check: what it heard the message on is what it answers on, without a target origin
      event.target.postMessage({ id: event.data.id, result: table.find(event.data.key) });
    });
  };

  exports.reply = function (table) {
    self.addEventListener('message', function (event) { //~ missing-origin-check `self.addEventListener('message', function (event) {…`
      event.source.postMessage({ id: event.data.id, result: table.find(event.data.key) }, event.origin); //~ reply-to-unchecked-sender `event.origin` pedantic
    });
  };

  exports.pool = function (url) {
    const started = new Worker(url);
    started.onmessage = function (event) { //~ ok missing-origin-check: from a worker of the page
      document.title = event.data.result;
    };
    return started;
  };
});
