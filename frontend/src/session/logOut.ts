import { api } from '../api/endpoints'
import { sweepDrafts } from '../lib/drafts'

/** Ends the session and leaves no customer's text in this browser. */
export async function logOut() {
  sweepDrafts(true)
  await api.logOut().catch(() => undefined)
  location.assign('/')
}
