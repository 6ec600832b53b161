/** Usage or configuration is wrong: exit code 2, with a sentence that says what to do. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
