import './mantine.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { DecisionsProvider } from '../review/DecisionsProvider'
import { SessionGate } from '../session/SessionGate'
import { LiveRegion } from '../ui/LiveRegion'
import { pageNonce } from './nonce'
import { makeQueryClient } from './queryClient'
import { makeRouter } from './router'
import { cssVariables, makeTheme } from './theme'

interface Props {
  client?: QueryClient
  router?: ReturnType<typeof makeRouter>
}

/** The whole workspace. Tests hand in their own client and router. */
export function App(props: Props) {
  const [client] = useState(() => props.client ?? makeQueryClient())
  const [router] = useState(() => props.router ?? makeRouter(client))
  const [theme] = useState(makeTheme)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={pageNonce}
    >
      <QueryClientProvider client={client}>
        <LiveRegion />
        <SessionGate>
          <DecisionsProvider>
            <RouterProvider router={router} />
          </DecisionsProvider>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  )
}
