"""Checking and building while somebody writes: what changes is seen, made again, and shown in a browser."""
