"""Pathways: services in the order in which organisations hand over to each other."""
