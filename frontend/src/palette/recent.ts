const RECENT = 'handrail.recentCommands'
const KEPT = 5

/** The ids of the commands used last, newest first. No tickets: what customers wrote stays out. */
export function recentCommands(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function rememberCommand(id: string) {
  try {
    const ids = [id, ...recentCommands().filter((one) => one !== id)].slice(0, KEPT)
    localStorage.setItem(RECENT, JSON.stringify(ids))
  } catch {
    // Without storage nothing is recent.
  }
}
