/** The editor with ts-morph behind it, as one module that is imported when it is needed. */
export { add, summariseEdit, updateSpecText } from '@plugwright/render/edit';
