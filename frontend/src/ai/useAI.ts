import { useQuery } from '@tanstack/react-query'
import { aiOptions } from '../api/queries'
import { useSession } from '../session/useSession'

/** How the AI stands; undefined until known, and for whom it is not. */
export function useAI() {
  const { may } = useSession()
  return useQuery({ ...aiOptions, enabled: may('suggestions.view') }).data
}
