if (typeof window === 'undefined') return;
module.exports = function send() { return arguments.length; };
