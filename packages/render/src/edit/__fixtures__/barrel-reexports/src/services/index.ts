export { default as Courier } from './courier';
