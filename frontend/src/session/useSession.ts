import { useQuery } from '@tanstack/react-query'
import { sessionOptions } from '../api/queries'
import type { SessionUser } from '../api/types'

/** Who works here and what they may do. Only used below the log-in gate, where it is loaded. */
export function useSession() {
  const { data } = useQuery(sessionOptions)
  const may = (permission: string) => data?.permissions.includes(permission) ?? false
  return {
    session: data,
    user: data?.user as SessionUser,
    config: data?.config,
    may,
    mayDecide: may('suggestions.decide'),
    mayWrite: may('tickets.write'),
  }
}
