import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'

// What jsdom lacks and Mantine asks for.
Object.defineProperty(window, 'matchMedia', {
  writable: true,
  value: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }),
})
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Element.prototype.scrollIntoView = () => {}
window.scrollTo = () => {}
// A list that draws what is in view must have a height to draw in.
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { get: () => 800 })
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { get: () => 300 })
Object.defineProperty(document, 'fonts', {
  value: { addEventListener: () => {}, removeEventListener: () => {} },
})

configure({
  asyncUtilTimeout: 10_000,
  // Asking for the visibility of every ancestor takes most of a run and hides nothing here.
  defaultHidden: true,
  // The whole document in every failure hides the failure.
  getElementError: (message) => new Error(message ?? 'not found'),
})

export const server = setupServer()

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  cleanup()
  server.resetHandlers()
  localStorage.clear()
  vi.useRealTimers()
})
afterAll(() => server.close())
