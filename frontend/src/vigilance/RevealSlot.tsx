import { lazy, Suspense } from 'react'
import { useDecisions } from '../review/DecisionsProvider'

const Reveal = lazy(() => import('./Reveal'))

/** Loaded only when a decision turns out to have been on a check; of several, one after the other. */
export function RevealSlot() {
  const { store, revealed } = useDecisions()
  const [first] = revealed
  if (!first) return null
  return (
    <Suspense fallback={null}>
      <Reveal key={first.suggestion.id} {...first} onClose={() => store.dismiss()} />
    </Suspense>
  )
}
