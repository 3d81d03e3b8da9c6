from __future__ import annotations
class Invalid(Exception): pass
class Recovery:
    def __init__(self, s): self.s=s
    def __getattr__(self, k):
        def f(*a): raise Invalid(k, a[1:2] and str(a[1])[:80], self.s.parser.CurrentLineNumber)
        return f
