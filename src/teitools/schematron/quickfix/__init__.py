"""Quick fixes as plain values: what a schema says, what a finding offers, what applying it does to the source text."""
