window.addEventListener('message', (event) => {
  if (event.origin === 'https://app.test') handle(event.data);
});
