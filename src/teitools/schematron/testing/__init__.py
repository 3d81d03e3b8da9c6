"""Unit tests of rules: documents that break and keep them, and XSpec scenarios."""
