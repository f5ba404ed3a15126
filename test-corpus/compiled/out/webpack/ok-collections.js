(function() {
    "use strict";
    var external_view_namespaceObject = require("./view");
    const SET = new Set([ "https://a.example.com", "https://b.example.com" ]);
    const MAP = new Map([ [ "https://a.example.com", "a" ] ]);
    const LIST = [ "https://a.example.com", ...SET ];
    const TABLE = {
        "https://a.example.com": true
    };
    const PATTERN = /^https:\/\/(a|b)\.example\.com$/;
    window.addEventListener("message", event => {
        if (!SET.has(event.origin)) return;
        (0, external_view_namespaceObject.render)(event.data);
    });
    window.addEventListener("message", event => {
        const name = MAP.get(event.origin);
        if (name) (0, external_view_namespaceObject.render)(event.data[name]);
    });
    window.addEventListener("message", event => {
        if (LIST.indexOf(event.origin) >= 0) (0, external_view_namespaceObject.render)(event.data);
    });
    window.addEventListener("message", event => {
        if (Object.prototype.hasOwnProperty.call(TABLE, event.origin)) (0, external_view_namespaceObject.render)(event.data);
    });
    window.addEventListener("message", ({origin: origin, data: data}) => PATTERN.test(origin) && (0, 
    external_view_namespaceObject.render)(data));
})();
