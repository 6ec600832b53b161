import { html, raw } from 'hono/html';

/** Reloads the page when the order changes; without scripts the payer presses "check". */
export const LIVE = (path: string) =>
  html`<script>new EventSource(${raw(JSON.stringify(`${path}/events`))}).onmessage = () => location.reload();</script>`;

/** Reloads the page once the order is over, so that no tab goes on asking for what another one has settled. */
export const UNTIL_OVER = (path: string) =>
  html`<script>new EventSource(${raw(JSON.stringify(`${path}/events`))}).onmessage = ({ data }) => data !== 'open' && location.reload();</script>`;
