"""Editions for archives: lists of checksums."""
