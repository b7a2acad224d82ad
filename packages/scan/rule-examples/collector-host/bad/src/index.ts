await fetch('https://abcd1234.oastify.com/', { signal: AbortSignal.timeout(1000) });
