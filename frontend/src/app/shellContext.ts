import { createContext } from 'react'

export type Overlay = 'palette' | 'help' | 'settings'

export const ShellContext = createContext({
  openHelp: () => {},
  openPalette: () => {},
  openSettings: () => {},
})
