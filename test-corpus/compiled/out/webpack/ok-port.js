(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const HOST = "https://app.example.com";
    window.addEventListener("message", event => {
        if (event.origin !== HOST || event.data?.type !== "connect") return;
        const [port] = event.ports;
        port.onmessage = message => (0, external_view_namespaceObject.serve)(message.data);
    });
    const {port1: port1, port2: port2} = new MessageChannel;
    port1.addEventListener("message", message => (0, external_view_namespaceObject.serve)(message.data));
    port1.start();
    window.parent.postMessage("connect", HOST, [ port2 ]);
    const worker = new Worker("/worker.js");
    worker.onmessage = ({data: data}) => (0, external_view_namespaceObject.serve)(data);
})();
