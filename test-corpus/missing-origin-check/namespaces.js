// A script of an older application: what it adds to was made by a script that was loaded before.
Shop.TRUSTED = 'https://checkout.example.com';
Shop.TARGET = '*'; //~ wildcard-sensitive-data `'*'`
Shop.widgets.version = 4;

Shop.Checkout = function (root) {
  this.root = root;
  window.addEventListener('message', this.onResult.bind(this)); //~ missing-origin-check `window.addEventListener('message', this.onResult.bind(this))` high
  window.addEventListener('message', this.onTotal.bind(this));
};

Shop.Checkout.prototype.onResult = function (event) {
  this.root.innerHTML = event.data.receipt; //~ message-to-html `this.root.innerHTML` high
};

Shop.Checkout.prototype.onTotal = function (event) {
  if (event.origin !== Shop.TRUSTED) return; //~ ok missing-origin-check: compared with what this file puts into the namespace
  this.root.querySelector('.total').textContent = event.data.total;
};

Shop.Checkout.prototype.login = function (token) {
  window.parent.postMessage({ token: token }, Shop.TARGET);
};

Shop.checkout = new Shop.Checkout(document.getElementById('checkout'));

Shop.widgets.Stars = {
  listen: function () {
    window.addEventListener('message', Shop.widgets.Stars.receive); //~ missing-origin-check `window.addEventListener('message', Shop.widgets.Stars.receive)` pedantic
    window.addEventListener('message', Shop.widgets.Stars.reply);
  },
  receive: function (event) {
    document.getElementById('stars').className = 'stars-' + event.data.count;
  },
  reply: function (event) {
    if (!Shop.isTrusted(event.origin)) return; //~ ok missing-origin-check: what the other script does to find out is not known
    document.getElementById('stars').className = 'stars-' + event.data.count;
  },
};

window.Shop.frames.receive = function (event) {
  if (Shop.frames.allowed.indexOf(event.origin) < 0) return; //~ ok missing-origin-check: a list of the other script
  document.title = event.data.title;
};
window.addEventListener('message', window.Shop.frames.receive);

// No namespace at all, though something is put there.
preview.innerHTML = '';
window.addEventListener('message', function (event) { //~ missing-origin-check `window.addEventListener('message', function (event) {…` high
  preview.innerHTML = event.data; //~ message-to-html `preview.innerHTML`
});
