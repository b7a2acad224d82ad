await fetch('http://192.168.1.10/status', { signal: AbortSignal.timeout(1000) });
