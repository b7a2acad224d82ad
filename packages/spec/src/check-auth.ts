import { pointer, type Report } from './check-report.js';
