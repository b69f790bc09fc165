"""The face: how Cohort draws itself, from tokens to pages."""
