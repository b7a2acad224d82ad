await fetch('https://api.example.com/', { signal: AbortSignal.timeout(1000) });
