"""Rules in a process of their own: how it is started, asked, timed and ended."""
