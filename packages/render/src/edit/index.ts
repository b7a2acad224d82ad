export { add } from './add.js';
export type { AddOptions, AddRequest, EditedFile, EditPlan } from './edit-plan.js';
export { type AddKind, fragmentOf, variableFragment } from './fragment.js';
export { mergeSpecs } from './merge-specs.js';
export { summariseEdit } from './summarise-edit.js';
export { updateSpecText } from './update-spec-text.js';
