(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    class Guard {
        static PATTERN=/^https:\/\/app\.example\.com/;
        accepts({origin: origin}) {
            return Guard.PATTERN.test(origin);
        }
    }
    const guard = new Guard;
    window.onmessage = event => {
        if (guard.accepts(event)) {
            (0, external_view_namespaceObject.render)(event.data);
        }
    };
})();
