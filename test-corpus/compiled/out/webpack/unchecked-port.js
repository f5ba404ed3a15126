(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    let port;
    window.addEventListener("message", event => {
        if (event.data !== "connect") return;
        port = event.ports[0];
        port.onmessage = ({data: data}) => (0, external_view_namespaceObject.serve)(data);
    });
})();
