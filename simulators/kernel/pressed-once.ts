/** How long a second press is taken for the first one's echo. */
const ECHO_MS = 3_000;

/**
 * What every page ends with that asks for something or goes on by itself: a button that is pressed twice sends once, and a page that the browser kept
 * aside is asked for anew when somebody comes back to it. Without scripts the receiver's own answer to a repeat holds.
 */
const SCRIPT = `<script>
addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => delete form.dataset.sent, ${ECHO_MS});
});
addEventListener('pageshow', (event) => event.persisted && location.reload());
</script>`;

/** The script for a page with this content; a page that is only read has none. */
export const pressedOnce = (content: unknown): string => (/<(?:form|script)\b/.test(String(content)) ? SCRIPT : '');
