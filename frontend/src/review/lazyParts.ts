import { lazy } from 'react'

// What only some drafts need stays out of the first load and is fetched while the reviewer
// reads, so that the first E or R still paints at once.
const loadEditor = () => import('./Editor')
const loadReject = () => import('./RejectPanel')
const loadConfirm = () => import('./ConfirmPanel')
const loadSkip = () => import('../flow/SkipPanel')
const loadTriage = () => import('./TriageForm')
const loadConflict = () => import('./Conflict')
const loadOvertaken = () => import('./Overtaken')
const loadAsk = () => import('./AskPanel')
const loadDiff = () => import('../ui/WordDiffView')

export const Notices = lazy(() => import('./Notices'))
export const Editor = lazy(loadEditor)
export const RejectPanel = lazy(loadReject)
export const SkipPanel = lazy(loadSkip)
export const ConfirmPanel = lazy(loadConfirm)
// Not fetched ahead: few drafts are asked where they came from.
export const FullProvenance = lazy(() => import('./FullProvenance'))
export const Versions = lazy(() => import('./Versions'))
export const AskPanel = lazy(loadAsk)
export const TriageForm = lazy(loadTriage)
export const Conflict = lazy(loadConflict)
export const Overtaken = lazy(loadOvertaken)

export function preloadParts() {
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200))
  later(() => {
    for (const load of [
      loadEditor,
      loadDiff,
      loadReject,
      loadSkip,
      loadConfirm,
      loadTriage,
      loadConflict,
      loadOvertaken,
      loadAsk,
    ])
      void load()
  })
}
