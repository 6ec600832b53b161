/** The measurement cannot be trusted or did not come about; the message says what was found. Exit code 3. */
export class NotMeasured extends Error {
  override name = 'NotMeasured';
}
