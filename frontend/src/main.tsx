import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { pageNonce } from './app/nonce'
import { loadLanguage } from './i18n'
import { sweepDrafts } from './lib/drafts'

/** The queue is where nearly everybody starts: its code comes along with the session. */
if (/^\/(queue)?$/.test(location.pathname)) void import('./queue/QueuePage')

async function start() {
  if (import.meta.env.MODE === 'mock') {
    const { startMocks } = await import('./mocks/browser')
    await startMocks()
  }
  // The scroll lock of dialogs writes a style element of its own and asks get-nonce for it.
  setNonce(pageNonce())
  sweepDrafts()
  await loadLanguage()
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no #root')
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

void start()
