// Read by the runtime's logger when it is first imported.
process.env.LOG_LEVEL ??= 'fatal';
