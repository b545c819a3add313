import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useRecent } from '../flow/useRecent'
import { useSession } from '../session/useSession'
import { DecisionStore } from './decisions'

const Context = createContext<DecisionStore | null>(null)

/** Holds the decisions above the routes: an undo must survive a change of page. */
export function DecisionsProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const { user, config, mayDecide } = useSession()
  const [store] = useState(
    () => new DecisionStore({ client, user: user.id, undoSeconds: config?.undo_seconds ?? 10 }),
  )
  useRecent(store, mayDecide)
  return <Context.Provider value={store}>{children}</Context.Provider>
}

export function useDecisions() {
  const store = useContext(Context)
  if (!store) throw new Error('useDecisions needs DecisionsProvider')
  const attempts = useSyncExternalStore(store.subscribe, store.snapshot)
  return { store, attempts, returned: store.returned, revealed: store.revealed }
}
