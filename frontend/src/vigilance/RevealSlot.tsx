import { lazy, Suspense } from 'react'
import { useDecisions } from '../review/DecisionsProvider'

const Reveal = lazy(() => import('./Reveal'))

/** Loaded only when a decision turns out to have been on a check. */
export function RevealSlot() {
  const { store, revealed } = useDecisions()
  if (!revealed) return null
  return (
    <Suspense fallback={null}>
      <Reveal {...revealed} onClose={() => store.dismiss()} />
    </Suspense>
  )
}
