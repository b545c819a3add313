import type { TriageCorrections } from '../api/types'

// What is half typed, kept per person so that a reload or an ended session loses nothing, and nobody
// else at the same browser sees it: edits and corrections of the triage by suggestion and content
// hash, notes and replies by hand by ticket.

const PREFIX = 'handrail.draft.'
const KEEP_MS = 3 * 86_400_000

interface SavedDraft {
  reply: string
  summary: string
  triage: TriageCorrections
  savedAt: number
  /** Waits behind E: the person wants to see the draft itself first. */
  aside?: boolean
}

const name = (user: number, suggestion: number, hash: string) =>
  `${PREFIX}${user}.${suggestion}.${hash}`

/** A note or a reply by hand. Its key goes with it: sent again after a lost answer, it is one
 * message. */
interface SavedMessage {
  body: string
  idempotencyKey: string
  savedAt: number
}

type MessageKind = 'internal_note' | 'public_reply'

const messageName = (user: number, ticket: number, kind: MessageKind) =>
  `${PREFIX}${user}.ticket-${ticket}.${kind}`

export function saveDraft(
  user: number,
  suggestion: number,
  hash: string,
  text: Omit<SavedDraft, 'savedAt'>,
) {
  save(name(user, suggestion, hash), text)
}

export function loadDraft(user: number, suggestion: number, hash: string): SavedDraft | null {
  const saved = load<SavedDraft & Partial<Pick<SavedDraft, 'triage'>>>(name(user, suggestion, hash))
  return saved && { ...saved, triage: saved.triage ?? {} }
}

export function saveMessage(
  user: number,
  ticket: number,
  kind: MessageKind,
  text: Omit<SavedMessage, 'savedAt'>,
) {
  if (text.body.trim()) save(messageName(user, ticket, kind), text)
  else forgetMessage(user, ticket, kind)
}

export const loadMessage = (user: number, ticket: number, kind: MessageKind) =>
  load<SavedMessage>(messageName(user, ticket, kind))

export function forgetMessage(user: number, ticket: number, kind: MessageKind) {
  try {
    localStorage.removeItem(messageName(user, ticket, kind))
  } catch {
    // No storage at all.
  }
}

function save(key: string, text: object) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...text, savedAt: Date.now() }))
  } catch {
    // Storage full or forbidden: the text still lives in the page.
  }
}

function load<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null
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
