import { lazy } from 'react'

export const Bars = lazy(() => import('./charts').then(({ Bars }) => ({ default: Bars })))
export const Lines = lazy(() => import('./charts').then(({ Lines }) => ({ default: Lines })))
