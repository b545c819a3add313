// By themselves: the modules here need one another, and these before any of them has run.
export const ADA = { id: 7, name: 'Ada Lindqvist' }
export const BEN = { id: 8, name: 'Ben Osei' }
