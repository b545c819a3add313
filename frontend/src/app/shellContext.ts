import { createContext } from 'react'

export type Overlay = 'palette' | 'help' | 'settings' | 'last'

export const ShellContext = createContext({
  openHelp: () => {},
  openPalette: () => {},
  openSettings: () => {},
})
