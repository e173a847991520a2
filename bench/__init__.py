"""What is measured, against what, and how to run it: see docs/performance.md."""
