"""Answers to a form that was not taken: whole pages that give back what was typed."""
