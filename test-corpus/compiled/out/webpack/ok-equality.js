(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const TRUSTED = "https://app.example.com";
    window.addEventListener("message", event => {
        if (event.origin !== TRUSTED) return;
        (0, external_view_namespaceObject.render)(event.data?.title ?? "");
    });
    window.addEventListener("message", ({origin: origin, data: data}) => {
        if (origin === location.origin) (0, external_view_namespaceObject.render)(data);
    });
    window.addEventListener("message", event => {
        switch (event.origin) {
          case "https://a.example.com":
          case "https://b.example.com":
            (0, external_view_namespaceObject.render)(event.data);
            break;

          default:
            console.warn(event.origin);
        }
    });
})();
