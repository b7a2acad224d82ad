export const ready = true; //                                                                                                                                                                                                                                                                    a comment
globalThis.started = Date.now();
