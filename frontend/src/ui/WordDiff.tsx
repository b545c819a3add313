import { lazy, Suspense } from 'react'
import type { WordDiffProps } from './WordDiffView'

const View = lazy(() => import('./WordDiffView'))

/** The diff library is not needed to read a draft, so it is not in the first load. */
export function WordDiff(props: WordDiffProps) {
  return (
    <Suspense fallback={<section aria-label={props.label} aria-busy="true" />}>
      <View {...props} />
    </Suspense>
  )
}
