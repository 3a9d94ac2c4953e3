"""Caseloads that a supervisor brings in as a list."""
