import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
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
  useEffect(() => {
    // Whoever closes the tab now would not learn whether the decision stands.
    const ask = (event: BeforeUnloadEvent) => {
      if (store.attempts.some((one) => one.state === 'sending')) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [store])
  return <Context.Provider value={store}>{children}</Context.Provider>
}

export function useDecisions() {
  const store = useContext(Context)
  if (!store) throw new Error('useDecisions needs DecisionsProvider')
  const attempts = useSyncExternalStore(store.subscribe, store.snapshot)
  return { store, attempts, returned: store.returned, revealed: store.revealed }
}
