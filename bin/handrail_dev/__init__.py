"""Sets Handrail up, and runs the demo and the tests. Nothing here is used in production."""
