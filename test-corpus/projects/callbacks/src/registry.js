const handlers = {};

export function register(type, handler) {
  (handlers[type] ||= []).push(handler);
}

export const dispatch = (message) => {
  for (const handler of handlers[message.type] ?? []) handler(message.body);
};
