import { useState } from 'react'
import type { Suggestion } from '../api/types'
import { useSession } from '../session/useSession'

/**
 * Which draft the panel shows, and the key it is mounted under. While a person is at something in
 * it, both stay what they began with, whatever comes from elsewhere: only their own decision ends
 * that, and another text in the same draft. For then the first one was a check, and what was made
 * of a planted error must not go out as an edit of the genuine draft. `setBusy` says whether they
 * are.
 */
export function useHeld<None extends null | undefined>(latest: Suggestion | None) {
  const { user } = useSession()
  const [busy, setBusy] = useState(false)
  const [begun, setBegun] = useState(latest)
  const signed = ({ review, first_review }: Suggestion) =>
    [review, first_review].some((one) => one?.reviewer.id === user.id)
  const same = begun && latest && begun.id === latest.id
  const over =
    same && (signed(begun) !== signed(latest) || begun.content_hash !== latest.content_hash)
  const held = busy && begun && !over ? begun : null
  if (!held && begun !== latest) setBegun(latest)
  const of = held ?? latest
  return {
    shown: held && !same ? { ...held, status: 'superseded' as const } : latest,
    key: of && `${of.id}.${of.content_hash}.${of.first_review?.id ?? 0}.${signed(of)}`,
    setBusy,
  }
}
