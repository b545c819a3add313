"""The fault laboratory: real services, real processes, real signals. `bin/faults` runs it."""
