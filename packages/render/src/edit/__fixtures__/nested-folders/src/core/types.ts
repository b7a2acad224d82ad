export interface Loan {
  title: string;
  dueAt: number;
}
