const send = (target: Window, data: string): void => target.focus(data);
