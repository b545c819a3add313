import type { TriageCorrections } from '../api/types'

// Half-typed edits and corrections of the triage, kept per person, suggestion and content hash so that a reload or an ended
// session loses nothing, and nobody else at the same browser sees them.

const PREFIX = 'handrail.draft.'
const KEEP_MS = 3 * 86_400_000

export interface SavedDraft {
  reply: string
  summary: string
  triage: TriageCorrections
  savedAt: number
  /** Waits behind E: the person wants to see the draft itself first. */
  aside?: boolean
}

const name = (user: number, suggestion: number, hash: string) =>
  `${PREFIX}${user}.${suggestion}.${hash}`

export function saveDraft(
  user: number,
  suggestion: number,
  hash: string,
  text: Omit<SavedDraft, 'savedAt'>,
) {
  try {
    localStorage.setItem(
      name(user, suggestion, hash),
      JSON.stringify({ ...text, savedAt: Date.now() }),
    )
  } catch {
    // Storage full or forbidden: the text still lives in the page.
  }
}

export function loadDraft(user: number, suggestion: number, hash: string): SavedDraft | null {
  try {
    const raw = localStorage.getItem(name(user, suggestion, hash))
    if (!raw) return null
    const saved = JSON.parse(raw) as SavedDraft & Partial<Pick<SavedDraft, 'triage'>>
    return { ...saved, triage: saved.triage ?? {} }
  } catch {
    return null
  }
}

/** Forgets every draft of one suggestion, whichever content it was typed against. */
export function forgetDrafts(user: number, suggestion: number) {
  forEachKey((key) => {
    if (key.startsWith(`${PREFIX}${user}.${suggestion}.`)) localStorage.removeItem(key)
  })
}

/** Customer text must not stay in a browser: old drafts go at start, all of them at log-out. */
export function sweepDrafts(all = false) {
  forEachKey((key) => {
    if (!key.startsWith(PREFIX)) return
    try {
      const saved = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<SavedDraft>
      if (all || !saved.savedAt || Date.now() - saved.savedAt > KEEP_MS)
        localStorage.removeItem(key)
    } catch {
      localStorage.removeItem(key)
    }
  })
}

function forEachKey(visit: (key: string) => void) {
  try {
    Object.keys(localStorage).forEach(visit)
  } catch {
    // No storage at all.
  }
}
