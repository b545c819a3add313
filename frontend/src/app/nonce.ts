/** The nonce under which this page may add style elements (Content-Security-Policy). */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
