export const PERIODS = [1, 7, 28, 90] as const
export type Days = (typeof PERIODS)[number]
export const USUAL: Days = 7

/** `days` of an address; what is no period, or the usual one, is left out of it. */
export const periodOf = (value: unknown): Days | undefined =>
  PERIODS.find((days) => days !== USUAL && days === Number(value))

export const myZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
