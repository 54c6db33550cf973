"""Labelled stories of our own writing."""
