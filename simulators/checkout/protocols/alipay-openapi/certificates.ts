import { X509Certificate } from 'node:crypto';
import { signingNow } from '../../../kernel/time';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function readAll(pem: string): X509Certificate[] {
  return (pem.match(PEM_BLOCK) ?? []).map((block) => new X509Certificate(block));
}

function inForce({ validFromDate, validToDate }: X509Certificate): boolean {
  const now = signingNow();
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}

/** True when `issuer` signed `certificate`; roots with algorithms that this runtime lacks count as no. */
function signedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function chains(
  certificate: X509Certificate,
  between: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): boolean {
  if (!inForce(certificate)) return false;
  if (roots.some((root) => inForce(root) && signedBy(certificate, root))) return true;
  return between.some((issuer, i) => {
    const rest = between.toSpliced(i, 1);
    return issuer.ca && signedBy(certificate, issuer) && chains(issuer, rest, roots);
  });
}

/**
 * True when a downloaded certificate may replace the one that the platform was given: it leads to a configured root
 * within its time, and names the same owner and issuer. The root alone proves little, because it also stands over the
 * certificates of every merchant (sheet 1.7).
 */
export function mayReplace(known: string, downloaded: string, rootBundle: string): boolean {
  const [current] = readAll(known);
  const [candidate, ...between] = readAll(downloaded);
  if (!current || !candidate) return false;
  const sameNames = candidate.subject === current.subject && candidate.issuer === current.issuer;
  return sameNames && !candidate.ca && chains(candidate, between, readAll(rootBundle));
}
