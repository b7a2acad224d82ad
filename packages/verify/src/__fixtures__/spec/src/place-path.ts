export const placePath = (place: string): string => `/places/${encodeURIComponent(place)}`;
