"use strict";
var __extends = (this && this.__extends) || (function () {
    var extendStatics = function (d, b) {
        extendStatics = Object.setPrototypeOf ||
            ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; }) ||
            function (d, b) { for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p]; };
        return extendStatics(d, b);
    };
    return function (d, b) {
        if (typeof b !== "function" && b !== null)
            throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
        extendStatics(d, b);
        function __() { this.constructor = d; }
        d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
    };
})();
var __values = (this && this.__values) || function(o) {
    var s = typeof Symbol === "function" && Symbol.iterator, m = s && o[s], i = 0;
    if (m) return m.call(o);
    if (o && typeof o.length === "number") return {
        next: function () {
            if (o && i >= o.length) o = void 0;
            return { value: o && o[i++], done: !o };
        }
    };
    throw new TypeError(s ? "Object is not iterable." : "Symbol.iterator is not defined.");
};
var e_1, _a;
Object.defineProperty(exports, "__esModule", { value: true });
var view_1 = require("./view");
var Policy = (function () {
    function Policy(allowed) {
        this.allowed = allowed;
    }
    Policy.prototype.isValid = function (event) {
        return this.allowed.some(function (origin) { return origin === event.origin; });
    };
    return Policy;
}());
var Endpoint = (function () {
    function Endpoint() {
        var _this = this;
        this.policy = new Policy(['https://app.example.com']);
        this.onMessage = function (event) {
            if (!_this.policy.isValid(event))
                return;
            _this.accept(event.data);
        };
    }
    Endpoint.prototype.listen = function () {
        window.addEventListener('message', this.onMessage);
        return this;
    };
    return Endpoint;
}());
var StoreEndpoint = (function (_super) {
    __extends(StoreEndpoint, _super);
    function StoreEndpoint() {
        return _super !== null && _super.apply(this, arguments) || this;
    }
    StoreEndpoint.prototype.accept = function (data) {
        view_1.store.update(data);
    };
    return StoreEndpoint;
}(Endpoint));
new StoreEndpoint().listen();
var frames = new WeakMap();
try {
    for (var _b = __values(Array.from(document.querySelectorAll('iframe'))), _c = _b.next(); !_c.done; _c = _b.next()) {
        var frame = _c.value;
        if (frame.contentWindow)
            frames.set(frame.contentWindow, frame.name);
    }
}
catch (e_1_1) { e_1 = { error: e_1_1 }; }
finally {
    try {
        if (_c && !_c.done && (_a = _b.return)) _a.call(_b);
    }
    finally { if (e_1) throw e_1.error; }
}
window.addEventListener('message', function (_a) {
    var source = _a.source, data = _a.data;
    var name = source ? frames.get(source) : undefined;
    if (name === undefined)
        return;
    view_1.store.update({ name: name, data: data });
});
