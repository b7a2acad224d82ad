import { type ErrorCodes, input, row } from '../error-code.js';

/** Codes of editing existing plugins. */
export const EDIT_CODES = {
  PW_EDIT_ENTRY_NOT_FOUND: input(
    'The entry file that was named does not exist.',
    'Name the file that exports the plugin, relative to the plugin directory.',
  ),
  PW_EDIT_PLUGIN_NOT_FOUND: input(
    'No exported plugin object was found.',
    'Export an object of the type Plugin, or name the entry file that does.',
  ),
  PW_EDIT_PLUGIN_AMBIGUOUS: input(
    'The entry exports several plugins.',
    'Export one of them as default, or name the entry file of the one you mean.',
  ),
  PW_EDIT_PLUGIN_COMPUTED: input(
    'The plugin is made by code that cannot be edited safely.',
    'Write the plugin as one object literal, or register the component by hand.',
  ),
  PW_EDIT_LIST_COMPUTED: input(
    'A list of the plugin is made by code that cannot be edited safely.',
    'Write the list as an array literal, or register the component by hand.',
  ),
  PW_EDIT_NAME_TAKEN: input(
    'The name of the new component is used for something else.',
    'Give the new component another name, or rename what is there.',
  ),
  PW_EDIT_FILE_EXISTS: input(
    'A file that the new component needs exists and was not made by Plugwright.',
    'Rename the file, or give the new component another name.',
  ),
  PW_EDIT_FILE_CHANGED: input(
    'A file that the new component changes was changed by hand.',
    'Move the change to a file of your own, then add again.',
  ),
  PW_EDIT_NOT_MERGED: input(
    'A text for people was changed where the new component changes it, and was left as it is.',
    'Describe the new component there by hand.',
  ),
  PW_EDIT_DEPENDENCY: input(
    'The plugin depends on another major version of a package than the new files.',
    'Move the plugin to the version that is named, or check the new files.',
  ),
  PW_EDIT_SPEC_CONFLICT: input(
    'The new part of the spec and the old one use a name for different things.',
    'Give the new one another name, or change the spec and regenerate.',
  ),
  PW_EDIT_KIND_UNSUPPORTED: input(
    'This kind of component cannot be added here.',
    'Add it to plugwright.yaml and regenerate, or create a plugin of its own for it.',
  ),
  PW_EDIT_EVENT_CUSTOM: input(
    'The type of plugin.events does not know the event.',
    "Register its handler in the plugin's init, with runtime.registerEvent.",
  ),
  PW_EDIT_COMPONENT_NOT_FOUND: input(
    'The spec has no component of that kind and name.',
    'Use the name as it stands in the spec.',
  ),
  PW_EDIT_MANIFEST: input(
    'The manifest of the plugin cannot be read.',
    'Restore .plugwright/manifest.json from version control.',
  ),
  PW_EDIT_BROKEN: row(
    3,
    'The edit would have left a file with a syntax error, so nothing was changed.',
    'Please report it with the file.',
  ),
  PW_EDIT_NO_PACKAGE_JSON: input(
    'package.json is missing or not valid JSON, so a setting was not declared in it.',
    'Add the setting to agentConfig.pluginParameters by hand.',
  ),
  PW_EDIT_NO_TEST_RUNNER: input(
    'The plugin has no test runner that the new test can use.',
    'Install it with npm install --save-dev vitest.',
  ),
  PW_EDIT_TOOL_VERSION: input(
    'The plugin was made by another version of Plugwright.',
    'Look at the diff of the generated files too.',
  ),
} as const satisfies ErrorCodes;
