window.addEventListener('message', (event) => handle(event.data));
