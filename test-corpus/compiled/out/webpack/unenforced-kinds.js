(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const TRUSTED = "https://app.example.com";
    window.addEventListener("message", event => {
        switch (event.data.type) {
          case "login":
            if (event.origin !== TRUSTED) return;
            (0, external_view_namespaceObject.signIn)(event.data.token);
            break;

          case "open":
            (0, external_view_namespaceObject.open)(event.data.url);
            break;
        }
    });
})();
